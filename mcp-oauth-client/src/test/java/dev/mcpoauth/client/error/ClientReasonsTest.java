package dev.mcpoauth.client.error;

import dev.mcpoauth.core.diagnostics.ReasonsDocumentContract;

class ClientReasonsTest extends ReasonsDocumentContract {
    ClientReasonsTest() {
        super("client", ClientReasons.class);
    }
}
