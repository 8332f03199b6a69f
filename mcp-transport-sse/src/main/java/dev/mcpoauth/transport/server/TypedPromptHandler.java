package dev.mcpoauth.transport.server;

/**
 * Fills in a prompt, with its arguments as a record. See {@link PromptHandler#typed}.
 *
 * @param <A> the record
 */
@FunctionalInterface
public interface TypedPromptHandler<A extends Record> {

    /**
     * Fills in the prompt; as {@link PromptHandler#get}.
     *
     * @throws Exception as {@link PromptHandler#get}
     */
    PromptResult get(A arguments, CallContext context) throws Exception;
}
