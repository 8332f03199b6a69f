package dev.mcpoauth.server.dpop;

import dev.mcpoauth.core.diagnostics.ReasonsDocumentContract;

class DpopReasonsTest extends ReasonsDocumentContract {
    DpopReasonsTest() {
        super("DPoP proofs", DpopReasons.class);
    }
}
