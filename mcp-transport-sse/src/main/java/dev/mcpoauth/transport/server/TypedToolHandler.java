package dev.mcpoauth.transport.server;

/**
 * What a tool does, with its arguments as a record. See {@link ToolHandler#typed}.
 *
 * @param <A> the record
 */
@FunctionalInterface
public interface TypedToolHandler<A extends Record> {

    /**
     * Runs the tool; as {@link ToolHandler#call}.
     *
     * @throws Exception as {@link ToolHandler#call}
     */
    ToolResult call(A arguments, CallContext context) throws Exception;
}
