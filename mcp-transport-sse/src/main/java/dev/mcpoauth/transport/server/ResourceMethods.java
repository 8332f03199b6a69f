package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code resources/*}. */
final class ResourceMethods {

    private static final int MAX_URI = 4096;

    private final Catalog<Resource> resources;
    private final Catalog<Template> templates;
    private final int pageSize;
    private final Guarded guarded;

    ResourceMethods(Catalog<Resource> resources, Catalog<Template> templates, int pageSize, Guarded guarded) {
        this.resources = resources;
        this.templates = templates;
        this.pageSize = pageSize;
        this.guarded = guarded;
    }

    record Resource(ResourceDefinition definition, ResourceHandler handler) {}

    record Template(ResourceTemplateDefinition definition, ResourceHandler handler) {}

    private record Match(ResourceRequest request, ResourceHandler handler) {}

    Json list(Json params) {
        return resources.page("resources", params, pageSize, r -> r.definition().toJson());
    }

    Json listTemplates(Json params) {
        return templates.page(
                "resourceTemplates", params, pageSize, t -> t.definition().toJson());
    }

    Json read(Json params, CallScope scope) throws InterruptedException {
        String uri = Method.requireString(params, "uri");
        Match match = find(uri).orElseThrow(() -> unknown(uri, scope));
        List<ResourceContents> contents =
                guarded.run("resource", () -> match.handler().read(match.request(), scope));
        if (contents.isEmpty()) throw unknown(uri, scope);
        return Json.object()
                .put("contents", contents.stream().map(ResourceContents::toJson).toList())
                .build();
    }

    Json subscribe(Json params, CallScope scope) {
        String uri = Method.requireString(params, "uri");
        // Kept for as long as the session lasts, so bounded.
        if (uri.length() > MAX_URI) throw Refusal.PARAMS_INVALID.because("uri is longer than " + MAX_URI);
        if (find(uri).isEmpty()) throw unknown(uri, scope);
        boolean room = scope.call().session().orElseThrow().subscribe(uri);
        if (!room) throw Refusal.PARAMS_INVALID.because("too many subscriptions");
        return Json.EMPTY_OBJECT;
    }

    Json unsubscribe(Json params, CallScope scope) {
        scope.call().session().orElseThrow().unsubscribe(Method.requireString(params, "uri"));
        return Json.EMPTY_OBJECT;
    }

    private Optional<Match> find(String uri) {
        Optional<Match> exact = resources.get(uri).map(r -> new Match(new ResourceRequest(uri, Map.of()), r.handler()));
        return exact.or(() -> templates.all().stream()
                .flatMap(t -> t.definition().template().match(uri).stream()
                        .map(variables -> new Match(new ResourceRequest(uri, variables), t.handler())))
                .findFirst());
    }

    private static JsonRpcException unknown(String uri, CallScope scope) {
        Json data = Json.object().put("uri", uri).build();
        if (scope.call().session().isEmpty()) return Refusal.RESOURCE_UNKNOWN.with(data);
        return new JsonRpcException(ErrorCode.LEGACY_RESOURCE_NOT_FOUND, Refusal.RESOURCE_UNKNOWN.message(), data);
    }
}
