/**
 * Describes Nx's message about a graph that it could not create as sentences. Nx combines the errors of many
 * projects in one.
 */
export function describeGraphError(error: unknown): string {
  const { message, errors } = (error ?? {}) as { message?: unknown; errors?: unknown };
  const messages = [message, ...(Array.isArray(errors) ? errors.map(messageOf) : [])];
  const sentences = messages
    .filter((one) => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return [...new Set(sentences)].map(endSentence).join(' ') || String(error);
}

function messageOf(error: unknown): unknown {
  return (error as { message?: unknown } | null | undefined)?.message;
}

function endSentence(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}
