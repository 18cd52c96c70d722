using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TemporalLambda.Testing;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>The AWS that the server's worker controller sees: moto behind aws-check, which enforces the External ID.</summary>
public sealed class FakeAws : IAsyncDisposable
{
    public const string ExternalId = "external-id-1";
    private readonly PythonServer _moto;
    private readonly PythonServer _check;
    private readonly HttpClient _http = new();

    private FakeAws(PythonServer moto, PythonServer check)
    {
        _moto = moto;
        _check = check;
    }

    /// <summary>The variables with which a Temporal server uses this AWS.</summary>
    public IReadOnlyDictionary<string, string?> ServerEnvironment => new Dictionary<string, string?>
    {
        ["AWS_ENDPOINT_URL"] = _check.Address.ToString().TrimEnd('/'), ["AWS_ACCESS_KEY_ID"] = "testing", ["AWS_SECRET_ACCESS_KEY"] = "testing",
        ["AWS_REGION"] = "us-east-1", ["AWS_SESSION_TOKEN"] = null, ["AWS_PROFILE"] = null, ["AWS_CONFIG_FILE"] = "/dev/null",
    };

    /// <summary>The reason why it can not run here, or null.</summary>
    public static string? Missing()
    {
        if (CheckPath() is null)
        {
            return "TEMPORALLAMBDA_SHARED_TOOLS names no folder with aws-check.";
        }

        try
        {
            using Process python = Process.Start(new ProcessStartInfo("python3", ["-c", "import moto.server, botocore"]) { RedirectStandardError = true })!;
            python.WaitForExit();
            return python.ExitCode == 0 ? null : "Python has no moto or botocore.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "There is no python3.";
        }
    }

    public static async Task<FakeAws> StartAsync()
    {
        PythonServer moto = await PythonServer.StartAsync(Moto.Serve, ["-H", "127.0.0.1", "-p", "0"]);
        PythonServer check = await PythonServer.StartAsync(
            "import runpy\nsys.argv=sys.argv[1:]\nrunpy.run_path(sys.argv[0],run_name='__main__')",
            [CheckPath()!, "--upstream", moto.Address.ToString().TrimEnd('/'), "--key", "testing=testing"]);
        FakeAws aws = new(moto, check);
        using HttpResponseMessage configured = await aws._http.PostAsync(
            new Uri(moto.Address, "/moto-api/config"), Json(new { lambda = new { use_docker = false } }));
        configured.EnsureSuccessStatusCode();
        return aws;
    }

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

        JsonObject function = await SendAsync(HttpMethod.Post, "lambda", "/2015-03-31/functions", Json(new
        {
            FunctionName = name, Runtime = "provided.al2023", Handler = "bootstrap", Role = role, Publish = true, Code = new { ZipFile = zip.ToArray() },
        }));
        string arn = (string)function["FunctionArn"]!;
        return arn.Split(':').Length == 8 ? arn : $"{arn}:1";
    }

    public async Task DeleteFunctionAsync(string name)
    {
        using HttpRequestMessage request = Request(HttpMethod.Delete, "lambda", $"/2015-03-31/functions/{name}");
        using HttpResponseMessage response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

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
        using HttpRequestMessage request = Request(HttpMethod.Post, "iam", "/", form);
        using HttpResponseMessage response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return $"arn:aws:iam::123456789012:role/{name}";
    }

    /// <summary>How often the function, any version of it, was invoked.</summary>
    public async Task<int> InvocationsAsync(string name)
    {
        JsonArray log = (await _http.GetFromJsonAsync<JsonArray>(new Uri(_check.Address, "/_check/log")))!;
        return log.Count(entry => (string?)entry!["operation"] == "Invoke" && entry["params"]!.ToJsonString().Contains($"function:{name}", StringComparison.Ordinal));
    }

    /// <summary>What aws-check refused because no AWS client may send it.</summary>
    public async Task<IReadOnlyList<string>> ViolationsAsync()
    {
        JsonArray log = (await _http.GetFromJsonAsync<JsonArray>(new Uri(_check.Address, "/_check/log")))!;
        return [.. log.Where(entry => entry!["violations"] is JsonArray { Count: > 0 }).Select(entry => entry!.ToJsonString())];
    }

    /// <summary>Answers the next requests of that operation with an error.</summary>
    public async Task PlanFaultAsync(string operation, int times, int status, string code, string message)
    {
        using HttpResponseMessage response = await _http.PostAsync(
            new Uri(_check.Address, "/_check/faults"), Json(new[] { new { operation, times, status, code, message } }));
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Plans no more faults.</summary>
    public async Task ResetFaultsAsync()
    {
        using HttpResponseMessage response = await _http.PostAsync(new Uri(_check.Address, "/_check/faults"), Json(Array.Empty<object>()));
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _check.DisposeAsync();
        await _moto.DisposeAsync();
    }

    // With its length: neither of the two reads a chunked body.
    private static StringContent Json(object value) => new(JsonSerializer.Serialize(value), Encoding.UTF8, "application/json");

    private static string? CheckPath()
    {
        string? tools = Environment.GetEnvironmentVariable("TEMPORALLAMBDA_SHARED_TOOLS");
        string path = string.IsNullOrEmpty(tools) ? "" : Path.Combine(tools, "aws-check", "check.py");
        return File.Exists(path) ? path : null;
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string service, string path, HttpContent content)
    {
        using HttpRequestMessage request = Request(method, service, path, content);
        using HttpResponseMessage response = await _http.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(body)!.AsObject() : throw new InvalidOperationException($"{response.StatusCode}: {body}");
    }

    // Straight to moto, which takes the service from the signature's scope and never checks the signature.
    private HttpRequestMessage Request(HttpMethod method, string service, string path, HttpContent? content = null)
    {
        HttpRequestMessage request = new(method, new Uri(_moto.Address, path)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256", $"Credential=testing/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        return request;
    }
}
