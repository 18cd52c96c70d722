using System.Text;
using TemporalLambda.Runtime.Configuration;
using TemporalLambda.Runtime.Http;
using TemporalLambda.Runtime.Secrets;
using Temporalio.Client;

[assembly: AssemblyFixture(typeof(FakeAws))]

namespace TemporalLambda.Runtime.Tests.Secrets;

/// <summary>The API key from Systems Manager; aws-check judges the request and its signature.</summary>
public sealed class ApiKeyParameterTests(FakeAws aws)
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_key_is_read_decrypted_by_a_request_that_AWS_takes()
    {
        await PutAsync("/runtime/key", "s3cret \"kéy\"");
        Assert.Equal("s3cret \"kéy\"", await (await ParameterAsync("/runtime/key")).ReadAsync(Token));
    }

    [Fact]
    public async Task A_parameter_that_is_not_there_is_named_with_what_to_allow()
    {
        ApiKeyParameter parameter = await ParameterAsync("/runtime/absent");
        var error = await Assert.ThrowsAsync<WorkerConfigurationException>(() => parameter.ReadAsync(Token));
        Assert.Contains("/runtime/absent", error.Message, StringComparison.Ordinal);
        Assert.Contains("ParameterNotFound", error.Message, StringComparison.Ordinal);
        Assert.Contains("ssm:GetParameter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_told()
    {
        var parameter = new ApiKeyParameter("/runtime/key", new Uri("http://127.0.0.1:1"), new("id", "secret", null, "eu-central-1"), TimeProvider.System);
        var error = await Assert.ThrowsAsync<WorkerConfigurationException>(() => parameter.ReadAsync(Token));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_given_is_not_read() =>
        Assert.Null(ConnectionConfiguration.ApiKey(new TemporalClientConnectOptions { ApiKey = "given" }, Environment(("TEMPORAL_API_KEY_PARAMETER", "/key")), TimeProvider.System));

    [Fact]
    public void A_parameter_without_credentials_is_refused() =>
        Assert.Throws<WorkerConfigurationException>(
            () => ConnectionConfiguration.ApiKey(new TemporalClientConnectOptions(), Environment(("TEMPORAL_API_KEY_PARAMETER", "/key")), TimeProvider.System));

    private static FunctionEnvironment Environment(params (string Name, string Value)[] variables) =>
        new(variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    private async Task<ApiKeyParameter> ParameterAsync(string name)
    {
        // The fake's first answer may take longer than a worker waits.
        await PutAsync("/runtime/first", "value");
        return new(name, new Uri(await aws.UseAsync()), new FunctionCredentials(FakeAws.Key, FakeAws.Key, null, "eu-central-1"), TimeProvider.System);
    }

    private async Task PutAsync(string name, string value)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"Name":"{{name}}","Type":"SecureString","Overwrite":true,"Value":"{{value.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}""");
        Uri endpoint = new(await aws.UseAsync());
        var headers = RequestSignature.Sign(
            endpoint.Authority,
            [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "AmazonSSM.PutParameter")],
            body,
            new FunctionCredentials(FakeAws.Key, FakeAws.Key, null, "eu-central-1"),
            "ssm",
            DateTimeOffset.UtcNow);
        using HttpConnection connection = new("Systems Manager", endpoint.Authority, isTls: false);
        HttpResponse answer = await connection.ExchangeAsync("POST", "/", body, headers, Token);
        Assert.True(answer.IsSuccess, answer.BodyText);
    }
}
