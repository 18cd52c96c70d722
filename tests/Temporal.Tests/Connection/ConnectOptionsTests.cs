using Temporalio.Client;

namespace TemporalLambda.Temporal.Tests.Connection;

public class ConnectOptionsTests : IDisposable
{
    private const string Toml = """
        [profile.default]
        address = "default.example:7233"
        namespace = "from-default"

        [profile.cloud]
        address = "ns.acct.tmprl.cloud:7233"
        namespace = "ns.acct"
        api_key = "toml-secret"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("temporal-tests-").FullName;
    private readonly Dictionary<string, string> _variables = [];

    public ConnectOptionsTests()
    {
        File.WriteAllText(Path.Combine(_folder, "temporal.toml"), Toml);
        _variables["TEMPORAL_CONFIG_FILE"] = Path.Combine(_folder, "temporal.toml");
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void A_self_contained_connection_takes_neither_key_nor_TLS_from_the_environment()
    {
        _variables["TEMPORAL_API_KEY"] = "secret";
        _variables["TEMPORAL_TLS"] = "true";
        TemporalClientConnectOptions connect = For(new() { Address = "127.0.0.1:7233", IsSelfContained = true });
        Assert.Equal(("127.0.0.1:7233", "default", null, null), (connect.TargetHost, connect.Namespace, connect.ApiKey, connect.Tls));
    }

    [Fact]
    public void The_file_gives_what_nobody_else_does()
    {
        TemporalClientConnectOptions connect = For(new());
        Assert.Equal(("default.example:7233", "from-default", null), (connect.TargetHost, connect.Namespace, connect.Tls));
    }

    [Fact]
    public void A_variable_goes_over_the_file_and_a_parameter_over_both()
    {
        _variables["TEMPORAL_ADDRESS"] = "variable.example:1";
        _variables["TEMPORAL_NAMESPACE"] = "from-variable";
        TemporalClientConnectOptions connect = For(new() { Namespace = "from-parameter" });
        Assert.Equal(("variable.example:1", "from-parameter"), (connect.TargetHost, connect.Namespace));
    }

    [Fact]
    public void Another_profile_is_taken_by_name_and_its_API_key_turns_TLS_on()
    {
        TemporalClientConnectOptions connect = For(new() { Profile = "cloud" });
        Assert.Equal(("ns.acct.tmprl.cloud:7233", "ns.acct", "toml-secret"), (connect.TargetHost, connect.Namespace, connect.ApiKey));
        Assert.NotNull(connect.Tls);
    }

    [Fact]
    public void Without_anything_it_is_the_local_server()
    {
        _variables["TEMPORAL_CONFIG_FILE"] = Path.Combine(_folder, "empty.toml");
        File.WriteAllText(Path.Combine(_folder, "empty.toml"), "");
        TemporalClientConnectOptions connect = For(new());
        Assert.Equal(("localhost:7233", "default"), (connect.TargetHost, connect.Namespace));
    }

    [Fact]
    public void A_profile_that_is_not_there_is_an_error_that_names_it()
    {
        StageException error = Assert.Throws<StageException>(() => For(new() { Profile = "absent" }));
        Assert.Equal("TemporalConfigurationUnusable", error.ErrorId);
        Assert.Contains("'absent'", error.Message, StringComparison.Ordinal);
        Assert.Contains("no such profile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_TOML_is_an_error_that_shows_where_but_no_secret()
    {
        File.WriteAllText(Path.Combine(_folder, "temporal.toml"), "[profile.default]\napi_key = \"s3cr3t\" oops");
        StageException error = Assert.Throws<StageException>(() => For(new()));
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("http://localhost:7233")]
    [InlineData("localhost:")]
    [InlineData("a b:1")]
    [InlineData("")]
    public void An_address_that_is_not_host_and_port_is_refused(string address) =>
        Assert.Equal("TemporalAddressInvalid", Assert.Throws<StageException>(() => For(new() { Address = address })).ErrorId);

    [Fact]
    public void TLS_files_that_can_not_be_used_are_named_with_their_parameter()
    {
        StageException absent = Assert.Throws<StageException>(() => For(new() { TlsCaPath = Path.Combine(_folder, "absent.pem") }));
        Assert.Equal("TemporalTlsFileUnusable", absent.ErrorId);
        Assert.Contains("-TlsCaPath", absent.Message, StringComparison.Ordinal);
        string toml = Path.Combine(_folder, "temporal.toml");
        Assert.Contains("no PEM", Assert.Throws<StageException>(() => For(new() { TlsCertPath = toml })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused()
    {
        string path = Path.Combine(_folder, "client.pem");
        File.WriteAllText(path, "-----BEGIN CERTIFICATE-----");
        StageException error = Assert.Throws<StageException>(() => For(new() { TlsCertPath = path }));
        Assert.Equal("TemporalTlsPairIncomplete", error.ErrorId);
        Assert.Contains("private key", error.Message, StringComparison.Ordinal);
    }

    private TemporalClientConnectOptions For(TemporalOptions options) => ConnectOptions.For(options, _variables);
}
