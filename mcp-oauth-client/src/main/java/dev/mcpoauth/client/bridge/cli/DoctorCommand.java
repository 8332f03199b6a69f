package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.bridge.BridgeVersion;
import dev.mcpoauth.client.bridge.SignInBoard;
import dev.mcpoauth.client.doctor.Diagnosis;
import dev.mcpoauth.client.doctor.Doctor;
import dev.mcpoauth.client.error.Printable;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.core.RedirectUri;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command {@code doctor}: its standard output is the diagnosis. */
final class DoctorCommand {
    private final Invocation invocation;
    private final Map<String, String> environment;
    private final PrintStream terminal;

    DoctorCommand(Invocation invocation, Map<String, String> environment, PrintStream terminal) {
        this.invocation = invocation;
        this.environment = environment;
        this.terminal = terminal;
    }

    int run(Target target, HttpClient client, PrintStream out) throws Misuse, InterruptedException {
        if (invocation.has(Flag.JSON) && invocation.has(Flag.BUNDLE)) {
            throw new Misuse("there is either " + Flag.JSON.option() + " or " + Flag.BUNDLE.option());
        }
        SignIn signIn = new SignIn(invocation, environment, terminal, new SignInBoard());
        Optional<RedirectUri> callback = signIn.redirectUri(target);
        Doctor.Builder doctor = Doctor.of(target.url())
                .client(client)
                .headers(HeaderLines.read(invocation.all(Flag.HEADER), invocation.value(Flag.HEADER_FILE), environment))
                .registration(new ClientDocuments(invocation, environment)
                        .registration(callback.filter(uri -> target.callbackPort() > 0)));
        callback.ifPresent(doctor::callback);
        if (invocation.has(Flag.SIGN_IN)) {
            signIn(signIn, target);
        }
        doctor.subject(new AuthorizationWishes(invocation).subject());
        look(doctor);
        if (invocation.has(Flag.REGISTER)) {
            doctor.registering();
        }
        Diagnosis diagnosis = doctor.build().examine();
        out.print(text(diagnosis));
        out.flush();
        return diagnosis.canSignIn() ? Main.OK : Main.FAILED;
    }

    /** Why it fails is what the doctor is about to say. */
    private void signIn(SignIn signIn, Target target) throws Misuse, InterruptedException {
        try {
            signIn.session(target, store(), new Network(invocation, environment, terminal))
                    .signIn();
        } catch (IOException e) {
            terminal.println("mcp-oauth-bridge: not signed in: " + Printable.whole(String.valueOf(e.getMessage())));
        }
    }

    /** A directory that is not there stays so: it would only be made to be empty. */
    private void look(Doctor.Builder doctor) {
        Path directory = new StateStore(invocation, environment).directory();
        doctor.stateDirectory(directory);
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            doctor.store(this::store);
        }
    }

    private CredentialStore store() throws IOException {
        try {
            return new StateStore(invocation, environment).open();
        } catch (Misuse e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private String text(Diagnosis diagnosis) {
        if (invocation.has(Flag.JSON)) {
            return diagnosis.toJson() + "\n";
        }
        return invocation.has(Flag.BUNDLE) ? diagnosis.report(program()) : diagnosis.table();
    }

    /** Names of flags only: their values may be secrets. */
    private List<String> program() {
        List<String> flags =
                invocation.values().keySet().stream().map(Flag::option).sorted().toList();
        return List.of(
                "Program: mcp-oauth-bridge " + BridgeVersion.current(),
                "Java: " + property("java.version") + ", " + property("java.vendor"),
                "System: " + property("os.name") + " " + property("os.version") + ", " + property("os.arch"),
                "Flags: " + (flags.isEmpty() ? "none" : String.join(" ", flags)));
    }

    private static String property(String name) {
        return System.getProperty(name, "?");
    }
}
