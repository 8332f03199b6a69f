package dev.mcpoauth.core.store.memory;

import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.transfer.Spending;

/** A code and what is remembered of its redemption. */
record CodeRow(CodeRecord code, Spending spending) {

    static CodeRow of(CodeRecord code) {
        return new CodeRow(code, Spending.none());
    }

    CodeRow redeemed(RedeemCommand command) {
        return new CodeRow(code.redeemed(), Spending.by(command));
    }

    CodeRow replayed() {
        return new CodeRow(code, spending.replayed());
    }

    CodeRow failed() {
        return new CodeRow(code.failed(), spending);
    }
}
