using System.Net;
using System.Text;

namespace TemporalLambda.Aws.Tests.Access;

/// <summary>The credential endpoints of containers and instances, on loopback.</summary>
internal sealed class FakeMetadata : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private Task _serving = Task.CompletedTask;

    public string Url { get; private set; } = "";

    /// <summary>How often keys were asked for.</summary>
    public int CredentialsGiven { get; private set; }

    public static FakeMetadata Start()
    {
        // HttpListener takes no port 0; one that another takes meanwhile is left to it.
        for (int attempt = 0; ; attempt++)
        {
            FakeMetadata metadata = new();
            metadata.Url = $"http://127.0.0.1:{Random.Shared.Next(20000, 60000)}";
            metadata._listener.Prefixes.Add(metadata.Url + "/");
            try
            {
                metadata._listener.Start();
                metadata._serving = metadata.ServeAsync();
                return metadata;
            }
            catch (HttpListenerException) when (attempt < 20)
            {
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private string? Answer(string method, string path) => (method, path) switch
    {
        ("PUT", "/latest/api/token") => "token",
        ("GET", "/latest/meta-data/iam/info") => """{"Code":"Success","InstanceProfileArn":"arn:aws:iam::123456789012:instance-profile/p","InstanceProfileId":"AIPA"}""",
        ("GET", "/latest/meta-data/iam/security-credentials" or "/latest/meta-data/iam/security-credentials/") => "role",
        ("GET", "/latest/meta-data/iam/security-credentials/role") or ("GET", "/container") => Credentials(),
        ("GET", "/latest/dynamic/instance-identity/document") => """{"region":"eu-west-3"}""",
        _ => null,
    };

    private string Credentials()
    {
        CredentialsGiven++;
        return $$"""
            {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"testing","SecretAccessKey":"testing","Token":"token",
             "LastUpdated":"{{DateTime.UtcNow:s}}Z","Expiration":"{{DateTime.UtcNow.AddHours(6):s}}Z"}
            """;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                string? answer = Answer(context.Request.HttpMethod, context.Request.Url!.AbsolutePath);
                context.Response.StatusCode = answer is null ? 404 : 200;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer ?? ""));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException || (e is InvalidOperationException && !_listener.IsListening))
        {
            // Stopped, while it waited or before it waited again.
        }
    }
}
