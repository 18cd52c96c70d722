using System.Diagnostics;
using System.Text.Json;

namespace TemporalLambda.Benchmarks;

/// <summary>A sandbox for a whole benchmark; it ends with this process, whatever happens.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process _process;

    private SandboxProcess(Process process, JsonElement ready)
    {
        _process = process;
        PrincipalArn = Text("temporalPrincipalArn");
        Environment = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = Text("endpointUrl"),
            ["AWS_ACCESS_KEY_ID"] = Text("accessKey"),
            ["AWS_SECRET_ACCESS_KEY"] = Text("secretKey"),
            ["AWS_REGION"] = Text("region"),
            ["AWS_DEFAULT_REGION"] = Text("region"),
            ["AWS_PAGER"] = "",
            ["TEMPORAL_ADDRESS"] = Text("temporalAddress"),
            ["TEMPORAL_NAMESPACE"] = Text("namespace"),
        };

        string Text(string name) => ready.GetProperty(name).GetString()!;
    }

    /// <summary>What leads every AWS client and Temporal client to it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The identity of the Temporal server.</summary>
    public string PrincipalArn { get; }

    public static async Task<SandboxProcess> StartAsync()
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Sandbox]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sandbox did not start.");
        JsonElement answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("ready", out JsonElement ready)
            ? new SandboxProcess(process, ready)
            : throw new InvalidOperationException(line);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }
}
