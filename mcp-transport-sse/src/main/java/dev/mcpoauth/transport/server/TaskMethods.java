package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.refusal.Refusal;

/** {@code tasks/*} (Tasks extension). */
record TaskMethods(Tasks tasks) {

    Json get(Json params, CallScope scope) {
        return require(params, scope).detailed();
    }

    Json update(Json params, CallScope scope) {
        TaskState task = require(params, scope);
        Json responses = params.get("inputResponses")
                .filter(Json::isObject)
                .orElseThrow(() -> Refusal.PARAMS_INVALID.because("inputResponses must be an object"));
        tasks.update(task, responses);
        return Json.EMPTY_OBJECT;
    }

    Json cancel(Json params, CallScope scope) {
        tasks.cancel(require(params, scope));
        return Json.EMPTY_OBJECT;
    }

    private TaskState require(Json params, CallScope scope) {
        Tasks.requireExtension(scope.call());
        return tasks.require(
                Method.requireString(params, "taskId"), scope.call().callerKey());
    }
}
