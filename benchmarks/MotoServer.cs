using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TemporalLambda.Benchmarks;

/// <summary>moto's server for a whole benchmark; it ends with this process, whatever happens. Needs python3 with moto.</summary>
internal sealed partial class MotoServer : IDisposable
{
    // Watches its standard input, so that it ends with its parent.
    private const string Watched =
        """
        import os, runpy, sys, threading
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        sys.argv = ["moto.server", "-p", "0"]
        runpy.run_module("moto.server", run_name="__main__")
        """;

    private readonly Process _process;

    private MotoServer(Process process, string url)
    {
        _process = process;
        Environment = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL"] = url,
            ["AWS_ACCESS_KEY_ID"] = "testing",
            ["AWS_SECRET_ACCESS_KEY"] = "testing",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_DEFAULT_REGION"] = "eu-central-1",
            ["AWS_PAGER"] = "",
        };
    }

    /// <summary>What leads every AWS client to it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public static async Task<MotoServer> StartAsync()
    {
        Process process = Process.Start(new ProcessStartInfo("python3", ["-u", "-c", Watched])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true" },
        })!;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return new MotoServer(process, match.Value);
            }
        }

        throw new InvalidOperationException("moto's server did not start: python3 with the package moto[server] is needed.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Address();
}
