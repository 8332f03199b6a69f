package dev.mcpoauth.core.diagnostics;

class CoreReasonsTest extends ReasonsDocumentContract {
    CoreReasonsTest() {
        super("core", CoreReasons.class);
    }
}
