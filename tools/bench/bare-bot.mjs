/**
 * The bot that Change Steward is compared with: botbuilder and restify as their samples put them together, which answers every
 * card action with one fixed card. Plain JavaScript, so that it runs without a loader, as `dist/main.js` does.
 */
import { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import restify from 'restify';

const card = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

class BareBot extends ActivityHandler {
  onAdaptiveCardInvoke() {
    return Promise.resolve({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card });
  }
}

const bot = new BareBot();
bot.onMessage(async (context, next) => {
  await context.sendActivity(`You said: ${context.activity.text}`);
  await next();
});
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (req, res) => {
  await adapter.process(req, res, (context) => bot.run(context));
});
server.get('/health/live', async (_req, res) => {
  res.send(200);
});
server.listen(Number(process.env.PORT), '127.0.0.1');
