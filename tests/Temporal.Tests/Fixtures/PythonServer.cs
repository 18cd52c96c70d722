using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TemporalLambda.Temporal.Tests.Fixtures;

/// <summary>A Python program that serves HTTP and prints its address. It ends with this process, whichever way that ends.</summary>
public sealed partial class PythonServer : IAsyncDisposable
{
    private const string EndsWithStandardInput =
        "import os,sys,threading\nthreading.Thread(target=lambda:(sys.stdin.read(),os._exit(0)),daemon=True).start()\n";

    private readonly Process _process;

    private PythonServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<PythonServer> StartAsync(string code, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new("python3", ["-u", "-c", EndsWithStandardInput + code, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> lines = [];
        void Read(object sender, DataReceivedEventArgs e)
        {
            lock (lines)
            {
                lines.Add(e.Data ?? "(end)");
            }

            if (e.Data is not null && Http().Match(e.Data) is { Success: true } match)
            {
                address.TrySetResult(new(match.Value));
            }
        }

        process.OutputDataReceived += Read;
        process.ErrorDataReceived += Read;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new(process, await address.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw new InvalidOperationException($"It did not start: {string.Join('\n', lines)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Http();
}
