using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>The AWS that a server's worker controller sees: functions, and roles that enforce the External ID.</summary>
public sealed class ControllerAws : IAsyncDisposable
{
    public const string ExternalId = "external-id-1";
    private readonly FakeAws _fake = new();
    private readonly HttpClient _http = new();

    /// <summary>The reason why it can not run here, or null.</summary>
    public Task<string?> MissingAsync() => _fake.MissingAsync();

    /// <summary>The variables with which a Temporal server uses this AWS.</summary>
    public async Task<Dictionary<string, string?>> ServerEnvironmentAsync() => new()
    {
        ["AWS_ENDPOINT_URL"] = await _fake.UseAsync(), ["AWS_ACCESS_KEY_ID"] = FakeAws.Key, ["AWS_SECRET_ACCESS_KEY"] = FakeAws.Key,
        ["AWS_REGION"] = "us-east-1", ["AWS_SESSION_TOKEN"] = null, ["AWS_PROFILE"] = null, ["AWS_CONFIG_FILE"] = "/dev/null",
    };

    /// <summary>A function of that name; its qualified ARN.</summary>
    public async Task<string> CreateFunctionAsync(string name)
    {
        string role = await CreateRoleAsync($"{name}-execution", externalId: null);
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using Stream entry = await archive.CreateEntry("bootstrap").OpenAsync();
            await entry.WriteAsync("#!/bin/sh"u8.ToArray());
        }

        // With its length: moto's server does not read chunked bodies.
        using StringContent function = new(JsonSerializer.Serialize(new
        {
            FunctionName = name, Runtime = "provided.al2023", Handler = "bootstrap", Role = role, Publish = true, Code = new { ZipFile = zip.ToArray() },
        }));
        string arn = (string)JsonNode.Parse(await SendAsync(HttpMethod.Post, "lambda", "/2015-03-31/functions", function))!["FunctionArn"]!;
        return arn.Split(':').Length == 8 ? arn : $"{arn}:1";
    }

    public async Task DeleteFunctionAsync(string name) => await SendAsync(HttpMethod.Delete, "lambda", $"/2015-03-31/functions/{name}");

    /// <summary>A role that whoever presents the External ID may assume, or anybody where it is null; its ARN.</summary>
    public async Task<string> CreateRoleAsync(string name, string? externalId = ExternalId)
    {
        JsonObject statement = new() { ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["AWS"] = "*" }, ["Action"] = "sts:AssumeRole" };
        if (externalId is not null)
        {
            statement["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["sts:ExternalId"] = externalId } };
        }

        JsonObject trust = new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) };
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["Action"] = "CreateRole", ["Version"] = "2010-05-08", ["RoleName"] = name, ["AssumeRolePolicyDocument"] = trust.ToJsonString(),
        });
        await SendAsync(HttpMethod.Post, "iam", "/", form);
        return $"arn:aws:iam::123456789012:role/{name}";
    }

    /// <summary>How often the function, any version of it, was invoked.</summary>
    public async Task<int> InvocationsAsync(string name)
    {
        JsonArray log = (await _http.GetFromJsonAsync<JsonArray>(await _fake.UseAsync() + "/_check/log"))!;
        return log.Count(entry => (string?)entry!["operation"] == "Invoke" && entry["params"]!.ToJsonString().Contains($"function:{name}", StringComparison.Ordinal));
    }

    /// <summary>Answers the next requests of that operation with an error.</summary>
    public Task PlanFaultAsync(string operation, int times, int status, string code, string message) =>
        _fake.PlanAsync(new { operation, times, status, code, message });

    /// <summary>Plans no more faults.</summary>
    public Task ResetFaultsAsync() => _fake.PlanAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _fake.DisposeAsync();
    }

    private async Task<string> SendAsync(HttpMethod method, string service, string path, HttpContent? content = null)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) { Content = content };
        using HttpResponseMessage response = await _fake.SendToMotoAsync(request, service, "us-east-1");
        string body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? body : throw new InvalidOperationException($"{response.StatusCode}: {body}");
    }
}
