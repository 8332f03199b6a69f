package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonSchema;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.refusal.Refusal;
import java.util.List;
import java.util.Optional;

/** {@code tools/list} and {@code tools/call}. */
final class ToolMethods {

    private final Catalog<Tool> catalog;
    private final int pageSize;
    private final Tasks tasks;
    private final Failures failures;

    ToolMethods(Catalog<Tool> catalog, int pageSize, Tasks tasks, Failures failures) {
        this.catalog = catalog;
        this.pageSize = pageSize;
        this.tasks = tasks;
        this.failures = failures;
    }

    record Tool(ToolDefinition definition, ToolHandler handler) {}

    Json list(Json params) {
        return catalog.page("tools", params, pageSize, tool -> tool.definition().toJson());
    }

    Json call(Json params, CallScope scope) throws InterruptedException {
        String name = Method.requireString(params, "name");
        Tool tool = catalog.get(name).orElseThrow(() -> Refusal.TOOL_UNKNOWN.because(shortened(name)));
        if (tool.definition().taskSupport() == TaskSupport.REQUIRED) Tasks.requireExtension(scope.call());
        Json arguments = Method.objectOrEmpty(params, "arguments");
        // A result rather than a protocol error, so that the model reads it and mends its call (SEP-1303).
        List<String> problems = tool.definition().inputSchema().problems(arguments);
        if (!problems.isEmpty()) {
            failures.report(Refusal.TOOL_INPUT_INVALID);
            return ToolResult.error("Invalid arguments: " + String.join("; ", problems))
                    .toJson();
        }
        return tasks.call(
                tool.definition(),
                scope,
                context -> run(tool, arguments, context).toJson());
    }

    private ToolResult run(Tool tool, Json arguments, CallContext context) throws InterruptedException {
        String name = tool.definition().name();
        try {
            ToolResult result = tool.handler().call(arguments, context);
            return keepsPromise(tool.definition(), result) ? result : broken(name);
        } catch (ToolException e) {
            return ToolResult.error(String.valueOf(e.getMessage()));
        } catch (InterruptedException | JsonRpcException e) {
            throw e;
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return failed(failures.report(Refusal.TOOL_FAILED, "tool " + name, e));
        }
    }

    private static boolean keepsPromise(ToolDefinition definition, ToolResult result) {
        Optional<JsonSchema> promised = definition.outputSchema();
        return result.isError()
                || promised.isEmpty()
                || promised.get().problems(result.structured()).isEmpty();
    }

    private ToolResult broken(String name) {
        Exception cause = new IllegalStateException("structuredContent does not match the tool's output schema");
        return failed(failures.report(Refusal.TOOL_FAILED, "tool " + name, cause));
    }

    private static ToolResult failed(String correlationId) {
        return ToolResult.error("The tool failed unexpectedly (reference " + correlationId + ")");
    }

    private static String shortened(String name) {
        return name.length() <= 128 ? name : name.substring(0, 128) + "...";
    }
}
