package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.Extensions;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Which methods there are, by era; those of a kind that is not announced do not exist. */
final class Methods {

    private final Map<String, Method> common = new HashMap<>();
    private final Map<String, Method> sessionOnly = new HashMap<>();
    private final Map<String, Method> statelessOnly = new HashMap<>();

    Methods(
            Json capabilities,
            ToolMethods tools,
            ResourceMethods resources,
            PromptMethods prompts,
            TaskMethods tasks,
            Supplier<Json> discover) {
        statelessOnly.put("server/discover", (params, scope) -> discover.get());
        sessionOnly.put("ping", (params, scope) -> Json.EMPTY_OBJECT);
        sessionOnly.put("logging/setLevel", Methods::setLevel);
        if (capabilities.has("tools")) add(tools);
        if (capabilities.has("resources")) add(resources);
        if (capabilities.has("prompts")) add(prompts);
        if (Extensions.isDeclared(capabilities, Extensions.TASKS)) add(tasks);
        if (capabilities.has("completions")) common.put("completion/complete", prompts::complete);
    }

    private void add(ToolMethods tools) {
        common.put("tools/list", (params, scope) -> tools.list(params));
        common.put("tools/call", tools::call);
    }

    private void add(TaskMethods tasks) {
        statelessOnly.put("tasks/get", tasks::get);
        statelessOnly.put("tasks/update", tasks::update);
        statelessOnly.put("tasks/cancel", tasks::cancel);
    }

    private void add(ResourceMethods resources) {
        common.put("resources/list", (params, scope) -> resources.list(params));
        common.put("resources/templates/list", (params, scope) -> resources.listTemplates(params));
        common.put("resources/read", resources::read);
        sessionOnly.put("resources/subscribe", resources::subscribe);
        sessionOnly.put("resources/unsubscribe", resources::unsubscribe);
    }

    private void add(PromptMethods prompts) {
        common.put("prompts/list", (params, scope) -> prompts.list(params));
        common.put("prompts/get", prompts::get);
    }

    Optional<Method> find(String method, ProtocolVersion version) {
        Map<String, Method> era = version.era() == Era.STATELESS ? statelessOnly : sessionOnly;
        return Optional.ofNullable(common.get(method)).or(() -> Optional.ofNullable(era.get(method)));
    }

    private static Json setLevel(Json params, CallScope scope) {
        LogLevel level = LogLevel.parse(Method.requireString(params, "level"))
                .orElseThrow(() -> Refusal.PARAMS_INVALID.because("unknown log level"));
        scope.call().session().orElseThrow().logLevel(level);
        return Json.EMPTY_OBJECT;
    }
}
