package dev.groundwave.launcher.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    @TempDir
    static Path folder = Path.of("");

    private static CertificateFiles files = new CertificateFiles(folder, folder);

    @BeforeAll
    static void makeFiles() throws IOException, GeneralSecurityException, InterruptedException {
        files = CertificateFiles.make(folder, "cert");
    }

    private static void refused(String yaml, String message) {
        assertThatThrownBy(() -> SettingsFixture.in(folder).load(yaml))
                .isInstanceOf(SettingsException.class)
                .hasMessage(message);
    }

    @Test
    void areFoundFromTheFolderOfTheSettingsFile() throws SettingsException {
        String yaml = "tls: { certificate: cert.pem, privateKey: cert-key.pem, clientCertEnabled: true }";

        var tls = SettingsFixture.in(folder).load(yaml).listener().tls();

        assertThat(tls).hasValueSatisfying(settings -> {
            assertThat(settings.chain().getFirst().getSubjectX500Principal().getName())
                    .isEqualTo("CN=cert");
            assertThat(settings.clientCertificates()).isTrue();
        });
    }

    @Test
    void ofTheEnvironmentMayBeAnywhere() throws SettingsException {
        Map<String, String> environment = Map.of(
                "GROUNDWAVE_TLS__CERTIFICATE", files.certificate().toString(),
                "GROUNDWAVE_TLS__PRIVATE_KEY", files.key().toString());

        ChosenSettings chosen = SettingsLoader.load(Optional.empty(), environment, Map.of());

        assertThat(chosen.forServer().listener().tls()).isPresent();
        assertThat(chosen.files()).containsExactlyInAnyOrder(files.certificate(), files.key());
    }

    @Test
    void nameWhomToBelieveOfEventHandlers() throws SettingsException {
        ChosenSettings chosen =
                SettingsFixture.in(folder).choose("upstream: { trustedCertificates: cert.pem }", Map.of(), Map.of());

        assertThat(chosen.forServer().upstream().trustedCertificates())
                .singleElement()
                .satisfies(certificate -> assertThat(
                                certificate.getSubjectX500Principal().getName())
                        .isEqualTo("CN=cert"));
        assertThat(chosen.files()).containsExactly(files.certificate());
    }

    @Test
    void goTogether() {
        refused(
                "tls: { certificate: cert.pem }",
                "tls.certificate and tls.privateKey go together; one of them is missing");
        refused(
                "tls: { privateKey: cert-key.pem }",
                "tls.certificate and tls.privateKey go together; one of them is missing");
        refused("tls: { clientCertEnabled: true }", "tls.clientCertEnabled needs tls.certificate and tls.privateKey");
    }

    @Test
    void thatAreMissingAreNamed() {
        refused(
                "tls: { certificate: none.pem, privateKey: cert-key.pem }",
                "cannot read tls.certificate " + folder.resolve("none.pem") + ": there is no such file");
    }

    @Test
    void thatHoldSomethingElseAreRefusedWithoutQuotingIt() throws IOException {
        Files.writeString(folder.resolve("odd.pem"), "secret-looking text");

        refused("tls: { certificate: cert.pem, privateKey: odd.pem }", "tls.privateKey holds no private key in PEM");
        refused(
                "tls: { certificate: odd.pem, privateKey: cert-key.pem }",
                "tls.certificate holds no certificate in PEM");
        refused(
                "upstream: { trustedCertificates: odd.pem }",
                "upstream.trustedCertificates holds no certificate in PEM");
    }
}
