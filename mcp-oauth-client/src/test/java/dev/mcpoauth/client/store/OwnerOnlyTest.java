package dev.mcpoauth.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A directory of a file system with access lists, as on Windows")
class OwnerOnlyTest {
    private final FileSystem windows = fileSystem("basic", "owner", "acl");
    private final Path directory = windows.getPath("C:\\Users\\me\\AppData\\Local\\mcp-oauth-bridge");

    private static FileSystem fileSystem(String... views) {
        return Jimfs.newFileSystem(Configuration.windows().toBuilder()
                .setAttributeViews(views[0], views)
                .build());
    }

    @AfterEach
    void close() throws IOException {
        windows.close();
    }

    private AclFileAttributeView view() {
        return Optional.ofNullable(Files.getFileAttributeView(directory, AclFileAttributeView.class))
                .orElseThrow();
    }

    private void assertThatOnlyTheOwnerMayEnter() throws IOException {
        UserPrincipal owner = Files.getOwner(directory);
        assertThat(view().getAcl()).singleElement().satisfies(entry -> {
            assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
            assertThat(entry.principal()).isEqualTo(owner);
            assertThat(entry.permissions()).containsExactlyInAnyOrder(AclEntryPermission.values());
            assertThat(entry.flags())
                    .as("its files inherit it")
                    .containsExactlyInAnyOrder(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
        });
    }

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        OwnerOnly access = OwnerOnly.close(directory);
        assertThatOnlyTheOwnerMayEnter();
        assertThat(access.isPosix()).isFalse();
        assertThat(access.forNewFile()).as("the list is inherited").isEmpty();
    }

    @Test
    void isClosedWhereOthersCouldEnter() throws IOException {
        Files.createDirectories(directory);
        UserPrincipal everyone = windows.getUserPrincipalLookupService().lookupPrincipalByName("Everyone");
        view().setAcl(List.of(AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(everyone)
                .setPermissions(AclEntryPermission.READ_DATA)
                .build()));
        OwnerOnly.close(directory);
        assertThatOnlyTheOwnerMayEnter();
    }

    @Test
    void holdsRegularFilesOnly() throws IOException {
        OwnerOnly access = OwnerOnly.close(directory);
        access.require(Files.writeString(directory.resolve("a.json"), "{}"));
        Path link = Files.createSymbolicLink(directory.resolve("b.json"), directory.resolve("a.json"));
        assertThatThrownBy(() -> access.require(link)).hasMessageContaining("not the regular file");
    }

    @Test
    void isNotUsedWhereNobodyCanBeKeptOut() throws IOException {
        try (FileSystem open = fileSystem("basic", "owner")) {
            Path unprotected = open.getPath("C:\\state");
            assertThatThrownBy(() -> OwnerOnly.close(unprotected))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot keep a directory to its owner");
        }
    }
}
