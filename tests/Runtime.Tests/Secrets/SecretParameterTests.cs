using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Secrets;
using Temporalio.Client;

[assembly: AssemblyFixture(typeof(FakeAws))]

namespace TemporalLambda.Runtime.Tests.Secrets;

/// <summary>Secrets from Systems Manager; aws-check judges the request and its signature.</summary>
public sealed class SecretParameterTests(FakeAws aws)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_key_is_read_decrypted_by_a_request_that_AWS_takes()
    {
        await SecretParameters.PutAsync(aws, "/runtime/key", "s3cret \"kéy\"");
        Assert.Equal("s3cret \"kéy\"", await (await ParameterAsync("/runtime/key")).ReadAsync(Token));
    }

    [Fact]
    public async Task A_parameter_that_is_not_there_is_named_with_what_to_allow()
    {
        SecretParameter parameter = await ParameterAsync("/runtime/absent");
        var error = await Assert.ThrowsAsync<WorkerConfigurationException>(() => parameter.ReadAsync(Token));
        Assert.Contains("/runtime/absent", error.Message, StringComparison.Ordinal);
        Assert.Contains("ParameterNotFound", error.Message, StringComparison.Ordinal);
        Assert.Contains("ssm:GetParameter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_told()
    {
        var parameter = new SecretParameter("API key", "TEMPORAL_API_KEY_PARAMETER", "/runtime/key", new Uri("http://127.0.0.1:1"), new("id", "secret", null, "eu-central-1"), TimeProvider.System);
        var error = await Assert.ThrowsAsync<WorkerConfigurationException>(() => parameter.ReadAsync(Token));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_given_is_not_read() =>
        Assert.Null(ConnectionConfiguration.Secrets(new TemporalClientConnectOptions { ApiKey = "given" }, Environment(("TEMPORAL_API_KEY_PARAMETER", "/key")), TimeProvider.System).ApiKey);

    [Fact]
    public void A_certificate_that_is_given_is_not_read() => Assert.Null(ConnectionConfiguration.Secrets(
        new TemporalClientConnectOptions { Tls = new() { ClientCert = [1] } }, Environment(("TEMPORAL_TLS_PARAMETER", "/tls")), TimeProvider.System).Certificate);

    [Theory]
    [InlineData("TEMPORAL_API_KEY_PARAMETER")]
    [InlineData("TEMPORAL_TLS_PARAMETER")]
    public void A_parameter_without_credentials_is_refused(string variable) => Assert.Contains(
        variable,
        Assert.Throws<WorkerConfigurationException>(
            () => ConnectionConfiguration.Secrets(new TemporalClientConnectOptions(), Environment((variable, "/key")), TimeProvider.System)).Message,
        StringComparison.Ordinal);

    private static FunctionEnvironment Environment(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    private Task<SecretParameter> ParameterAsync(string name) => SecretParameters.ReadyAsync(aws, "API key", "TEMPORAL_API_KEY_PARAMETER", name);
}
