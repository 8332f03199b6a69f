package dev.mcpoauth.server.resource;

import dev.mcpoauth.core.diagnostics.ReasonsDocumentContract;

class ResourceReasonsTest extends ReasonsDocumentContract {
    ResourceReasonsTest() {
        super("protected resource", ResourceReasons.class);
    }
}
