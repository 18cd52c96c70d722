using Temporalio.Client;
using Temporalio.Common.EnvConfig;
using TemporalLambda.Runtime.Configuration;

namespace TemporalLambda.Runtime.Tests.Configuration;

public class ConnectionConfigurationTests
{
    [Theory]
    [InlineData("TEMPORAL_ADDRESS=temporal.example:7233")]
    [InlineData("TEMPORAL_ADDRESS=temporal.example:7233", "TEMPORAL_NAMESPACE=orders")]
    [InlineData("TEMPORAL_ADDRESS=temporal.example:7233", "TEMPORAL_NAMESPACE=orders", "TEMPORAL_API_KEY=key")]
    [InlineData("TEMPORAL_NAMESPACE=orders")]
    public void Plain_variables_give_what_Temporals_own_loader_makes_of_them(params string[] variables)
    {
        FunctionEnvironment environment = new(Variables(variables));
        TemporalClientConnectOptions loaded = ClientEnvConfig.LoadClientConnectOptions(new() { DisableFile = true, OverrideEnvVars = Variables(variables) });

        TemporalClientConnectOptions read = ConnectionConfiguration.Load(environment);

        Assert.False(environment.NeedsLoader);
        Assert.Equal(
            (loaded.TargetHost, loaded.Namespace, loaded.ApiKey, loaded.RpcMetadata?.Count ?? 0),
            (read.TargetHost, read.Namespace, read.ApiKey, read.RpcMetadata?.Count ?? 0));

        // A key alone turns TLS on when the connection is made.
        Assert.True(loaded.Tls is null || (loaded.ApiKey is not null && loaded.Tls is { Disabled: not true, ServerRootCACert: null, ClientCert: null, Domain: null }));
        Assert.Null(read.Tls);
    }

    [Theory]
    [InlineData("TEMPORAL_TLS=true")]
    [InlineData("TEMPORAL_TLS_SERVER_NAME=temporal.example")]
    [InlineData("TEMPORAL_PROFILE=staging")]
    [InlineData("TEMPORAL_CONFIG_FILE=/somewhere/temporal.toml")]
    [InlineData("TEMPORAL_CODEC_ENDPOINT=https://codec.example")]
    [InlineData("TEMPORAL_GRPC_META_TEAM=orders")]
    public void Whatever_else_is_said_of_the_connection_goes_to_Temporals_loader(string variable) =>
        Assert.True(new FunctionEnvironment(Variables(["TEMPORAL_ADDRESS=temporal.example:7233", variable])).NeedsLoader);

    [Fact]
    public void A_file_in_the_package_is_read()
    {
        DirectoryInfo package = Directory.CreateTempSubdirectory("temporal-lambda-test-");
        try
        {
            File.WriteAllText(Path.Combine(package.FullName, "temporal.toml"), "[profile.default]\naddress = \"temporal.example:7233\"\nnamespace = \"orders\"\n");
            FunctionEnvironment environment = new(Variables([$"LAMBDA_TASK_ROOT={package.FullName}"]));

            TemporalClientConnectOptions read = ConnectionConfiguration.Load(environment);

            Assert.Equal(("temporal.example:7233", "orders"), (read.TargetHost, read.Namespace));
        }
        finally
        {
            package.Delete(recursive: true);
        }
    }

    [Fact]
    public void Requests_are_not_compressed_unless_the_worker_asks_for_it()
    {
        FunctionEnvironment environment = new(Variables(["TEMPORAL_ADDRESS=temporal.example:7233"]));

        Assert.IsType<GrpcCompression.None>(ConnectionConfiguration.Load(environment).GrpcCompression);
    }

    private static Dictionary<string, string> Variables(string[] variables) =>
        variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
}
