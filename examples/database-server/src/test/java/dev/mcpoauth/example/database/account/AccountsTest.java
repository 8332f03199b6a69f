package dev.mcpoauth.example.database.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {

    @TempDir
    Path directory;

    Path file;

    @BeforeEach
    void place() {
        file = directory.resolve("accounts");
    }

    private PasswordAccounts accounts() throws IOException {
        return new PasswordAccounts(AccountFile.open(file), 2);
    }

    private void put(String... accounts) throws IOException {
        AccountFile.open(file)
                .put(List.of(accounts).stream().map(NewAccount::parse).toList());
    }

    @Test
    void knowsAnAccountByItsPasswordOnly() throws IOException {
        put("alice:correct horse: battery", "bob:Tr0ub4dor");
        assertThat(accounts().authenticate("alice", "correct horse: battery")).isTrue();
        assertThat(accounts().authenticate("alice", "Tr0ub4dor")).isFalse();
        assertThat(accounts().authenticate("alice", "")).isFalse();
        assertThat(accounts().authenticate("Alice", "correct horse: battery")).isFalse();
        assertThat(accounts().authenticate("carol", "correct horse: battery")).isFalse();
        assertThat(accounts().authenticate("", "")).isFalse();
    }

    @Test
    void keepsOnlyArgon2idHashesThatNobodyElseMayRead() throws IOException {
        put("alice:a password");
        assertThat(Files.readString(file))
                .contains("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain("a password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void saltsEachHash() throws IOException {
        put("alice:same", "bob:same");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0).split("\t")[1]).isNotEqualTo(lines.get(1).split("\t")[1]);
    }

    @Test
    void replacesAPasswordAndKeepsTheOtherAccounts() throws IOException {
        put("alice:old", "bob:other");
        put("alice:new");
        assertThat(accounts().authenticate("alice", "new")).isTrue();
        assertThat(accounts().authenticate("alice", "old")).isFalse();
        assertThat(accounts().authenticate("bob", "other")).isTrue();
    }

    @Test
    void generatesPasswordsThatDiffer() {
        AccountName admin = new AccountName("admin");
        assertThat(NewAccount.generate(admin).password())
                .matches("[a-z2-9]{24}")
                .isNotEqualTo(NewAccount.generate(admin).password());
    }

    @Test
    void showsNoPassword() {
        assertThat(NewAccount.parse("alice:secret")).hasToString("NewAccount[alice]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", ":secret", "alice:", "a b:secret", "a\tb:secret", "a\nb:secret", "<a>:secret"})
    void refusesWhatIsNoAccount(String text) {
        assertThatThrownBy(() -> NewAccount.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAFileThatIsNone() throws IOException {
        Files.writeString(file, "alice");
        assertThatThrownBy(() -> AccountFile.open(file)).isInstanceOf(IOException.class);
    }
}
