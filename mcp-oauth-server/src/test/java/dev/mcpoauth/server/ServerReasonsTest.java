package dev.mcpoauth.server;

import dev.mcpoauth.core.diagnostics.ReasonsDocumentContract;
import dev.mcpoauth.server.diagnostics.ServerReasons;

class ServerReasonsTest extends ReasonsDocumentContract {
    ServerReasonsTest() {
        super("authorization server", ServerReasons.class);
    }
}
