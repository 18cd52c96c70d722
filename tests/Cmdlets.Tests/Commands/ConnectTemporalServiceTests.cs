using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class ConnectTemporalServiceTests(FakeAws aws, TemporalServer server) : IDisposable
{
    private readonly TemporalStage _stage = new(aws, server);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Later_cmdlets_use_the_connection()
    {
        EngineResult result = await _stage.RunAsync("Connect-TemporalService $temporal.Address default; Set-CurrentTemporalVersion absent b1");

        Assert.Equal((await server.UseAsync(aws), "default", false, true), (
            result.Single("Address"), result.Single("Namespace"), result.Single("IsCloud"), result.Single("SupportsServerScaledDeployments")));
        result.AssertError("TemporalDeploymentNotFound");
        Assert.Single(result.Verbose, line => line.StartsWith("Connected to Temporal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_variable_that_the_script_sets_counts()
    {
        EngineResult result = await _stage.RunAsync("""
            $before = $env:TEMPORAL_ADDRESS
            $env:TEMPORAL_ADDRESS = $temporal.Address
            try { Connect-TemporalService } finally { $env:TEMPORAL_ADDRESS = $before }
            """);
        Assert.Equal(await server.UseAsync(aws), result.AssertNoErrors().Single("Address"));
    }

    [Fact]
    public async Task A_failed_attempt_leaves_the_session_as_it_was()
    {
        EngineResult result = await _stage.RunAsync("""
            $null = Connect-TemporalService @temporal
            try { Connect-TemporalService 127.0.0.1:1 } catch { $_.FullyQualifiedErrorId }
            Set-CurrentTemporalVersion absent b1
            """);
        Assert.StartsWith("TemporalServerUnreachable", Assert.Single(result.Output).ToString(), StringComparison.Ordinal);
        Assert.Contains(result.Errors, error => error.FullyQualifiedErrorId.StartsWith("TemporalDeploymentNotFound", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Connect-TemporalService 127.0.0.1:1", "TemporalServerUnreachable", ErrorCategory.ConnectionError)]
    [InlineData("Connect-TemporalService http://localhost:7233", "TemporalAddressInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Connect-TemporalService @temporal -TlsCertPath absent.pem -TlsKeyPath absent.key", "TemporalTlsFileUnusable", ErrorCategory.InvalidArgument)]
    [InlineData("Connect-TemporalService $temporal.Address absent", "TemporalNamespaceNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Connect-TemporalService -TemporalProfile absent", "TemporalConfigurationUnusable", ErrorCategory.InvalidData)]
    public async Task What_can_not_be_used_is_one_clear_error(string script, string errorId, ErrorCategory category)
    {
        ErrorRecord error = (await _stage.RunAsync(script)).AssertError(errorId);
        Assert.Equal(category, error.CategoryInfo.Category);
    }

    [Fact]
    public async Task An_API_key_is_in_no_stream()
    {
        EngineResult result = await _stage.RunAsync("""
            $key = [System.Security.SecureString]::new()
            foreach ($c in 's3cr3t-key'.ToCharArray()) { $key.AppendChar($c) }
            Connect-TemporalService @temporal -ApiKey $key
            """);
        result.AssertError("TemporalTlsFailed");
        Assert.DoesNotContain("s3cr3t-key", result.AllText, StringComparison.Ordinal);
    }
}
