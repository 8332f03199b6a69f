package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ToolTest {
    @TempDir
    private Path folder;

    private FakeProgram program(String body) throws IOException {
        return new FakeProgram(folder, "the-tool", body);
    }

    @Test
    void givesArgumentsAsTheyAreAndInputBySide() throws IOException {
        FakeProgram cat = program("cat\n");
        Tool.Answer answer = cat.tool().run("s3cret", "$(id)", "a b", "\"'", "");
        assertThat(answer.output()).isEqualTo("s3cret");
        assertThat(cat.arguments()).containsExactly("$(id)", "a b", "\"'", "");
        assertThat(answer.toString()).doesNotContain("s3cret");
    }

    @Test
    void saysWhyAProgramFailedInOneHarmlessLine() throws IOException {
        Tool.Answer answer = program("echo s3cret; printf 'no\\033[2J way\\nsecond line' >&2; exit 7\n")
                .tool()
                .run("");
        assertThatThrownBy(answer::requireSuccess)
                .isInstanceOf(IOException.class)
                .hasMessage("the-tool ended with exit code 7: no\uFFFD[2J way");
    }

    @Test
    void takesNothingButAKeyForAKey() throws IOException {
        Tool.Answer answer = program("echo s3cret\n").tool().run("");
        assertThatThrownBy(answer::key)
                .isInstanceOf(IOException.class)
                .hasMessage("the-tool gives something that is no key")
                .hasStackTraceContaining("hexadecimal")
                .satisfies(e -> assertThat(e.getCause()).hasMessageNotContaining("s3cret"));
    }

    @Test
    void saysThatAProgramIsNotThere() {
        Tool missing = new Tool(List.of("/nowhere/secret-tool"), Map.of(), Duration.ofSeconds(5));
        assertThatThrownBy(() -> missing.run(""))
                .isInstanceOf(IOException.class)
                .hasMessage("secret-tool cannot be started");
    }

    /** Together with what it has started, such as a prompt. */
    @Test
    void endsAProgramThatDoesNotAnswerInTime() throws IOException {
        FakeProgram hanging = program("sleep 600 &\necho $! > child\necho $$ > pid\nwait\n");
        assertThatThrownBy(() -> hanging.tool(Duration.ofSeconds(2)).run("s3cret"))
                .isInstanceOf(IOException.class)
                .hasMessage("the-tool did not answer within 2 s");
        for (String name : new String[] {"pid", "child"}) {
            long pid = Long.parseLong(Files.readString(hanging.file(name)).strip());
            Awaitility.await(name)
                    .until(() -> ProcessHandle.of(pid)
                            .map(handle -> !handle.isAlive())
                            .orElse(true));
        }
    }

    /** A program may leave another behind that keeps the pipe. */
    @Test
    void doesNotWaitForWhoeverHasThePipeAfterTheProgramHasEnded() throws IOException {
        FakeProgram leaving = program("sleep 600 &\necho $! > child\n");
        assertThatThrownBy(() -> leaving.tool(Duration.ofSeconds(2)).run("")).isInstanceOf(IOException.class);
        ProcessHandle.of(Long.parseLong(Files.readString(leaving.file("child")).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void readsNoMoreThanIsDue() throws IOException {
        Tool.Answer answer = program("yes | head -c 10000000\n").tool().run("");
        assertThat(answer.output().length()).isLessThan(100_000);
    }

    @Test
    void mindsNotWhenItsInputIsNotRead() throws IOException {
        assertThat(program("exec <&-\necho fine\n")
                        .tool()
                        .run("x".repeat(1_000_000))
                        .output())
                .isEqualTo("fine");
    }

    @Test
    void endsWhenTheCallerIsInterrupted() throws Exception {
        Tool hanging = program("sleep 600\n").tool();
        FutureTask<Boolean> calling = new FutureTask<>(() -> {
            try {
                hanging.run("");
                return false;
            } catch (IOException e) {
                return Thread.currentThread().isInterrupted();
            }
        });
        Thread caller = new Thread(calling);
        caller.start();
        Awaitility.await().until(() -> Files.exists(folder.resolve("arguments")));
        caller.interrupt();
        assertThat(interrupted(calling)).isTrue();
    }

    private static boolean interrupted(FutureTask<Boolean> calling) throws InterruptedException, ExecutionException {
        return calling.get();
    }
}
