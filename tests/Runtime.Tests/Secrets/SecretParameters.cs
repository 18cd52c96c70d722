using System.Text;
using System.Text.Json;
using TemporalLambda.Runtime.Http;
using TemporalLambda.Runtime.Secrets;

namespace TemporalLambda.Runtime.Tests.Secrets;

/// <summary>Parameters of the fake.</summary>
internal static class SecretParameters
{
    private static readonly FunctionCredentials Keys = new(FakeAws.Key, FakeAws.Key, null, "eu-central-1");

    /// <summary>A parameter to read, of a fake that is warm: its first answer may take longer than a worker waits.</summary>
    public static async Task<SecretParameter> ReadyAsync(FakeAws aws, string what, string variable, string name)
    {
        await PutAsync(aws, "/runtime/first", "value");
        return new(what, variable, name, new Uri(await aws.UseAsync()), Keys, TimeProvider.System);
    }

    /// <summary>Has it hold a value.</summary>
    public static async Task PutAsync(FakeAws aws, string name, string value)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"Name":"{{name}}","Type":"SecureString","Overwrite":true,"Value":"{{JsonEncodedText.Encode(value)}}"}""");
        Uri endpoint = new(await aws.UseAsync());
        var headers = RequestSignature.Sign(
            endpoint.Authority,
            [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "AmazonSSM.PutParameter")],
            body,
            Keys,
            "ssm",
            DateTimeOffset.UtcNow);
        using HttpConnection connection = new("Systems Manager", endpoint.Authority, isTls: false);
        HttpResponse answer = await connection.ExchangeAsync("POST", "/", body, headers, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccess, answer.BodyText);
    }
}
