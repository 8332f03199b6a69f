// What the tools, resources and prompts of both TypeScript servers say.
export const WATCHED = 'test://watched-resource';
export const TEXT = 'test://static-text';
export const TEMPLATE = 'test://template/{id}/data';
export const PERSON = {
  type: 'object',
  properties: { username: { type: 'string' }, email: { type: 'string' } },
  required: ['username', 'email'],
};

export const text = words => ({ content: [{ type: 'text', text: words }] });
export const simpleText = () => text('This is a simple text response for testing.');
export const failure = () => ({ ...text('This tool intentionally returns an error for testing'), isError: true });
export const contents = uri => ({ contents: [{ uri, mimeType: 'text/plain', text: `The static text or other content of ${uri}` }] });
export const prompt = args => ({
  messages: [{ role: 'user', content: { type: 'text', text: `Prompt with arguments: ${args.arg1}, ${args.arg2}` } }],
});
export const completions = begin => ['paris', 'park', 'party', 'test'].filter(word => word.startsWith(begin));
export const question = words => ({ messages: [{ role: 'user', content: { type: 'text', text: words } }], maxTokens: 100 });

/** How often test_wait was cancelled, over all servers of this process. */
export const cancellations = { count: 0 };

export function untilAborted(signal) {
  return new Promise(resolve => {
    const minute = setTimeout(resolve, 60_000);
    signal.addEventListener('abort', () => {
      clearTimeout(minute);
      cancellations.count += 1;
      resolve();
    });
  });
}
