using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace TemporalLambda.Benchmarks.Workers;

/// <summary>A packaged function as a process, and the Runtime API it speaks to.</summary>
internal sealed partial class FunctionProcess : IAsyncDisposable
{
    private const int TicksPerSecond = 100;
    private const int Continue = 18;
    private const int Stop = 19;
    private readonly WebApplication _api;
    private readonly Process _process;
    private readonly Channel<TimeSpan> _invocations = Channel.CreateUnbounded<TimeSpan>();
    private readonly TaskCompletionSource<long> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _givenAt;

    private FunctionProcess(WebApplication api, string bootstrap, IReadOnlyDictionary<string, string> environment)
    {
        _api = api;
        api.MapGet("/2018-06-01/runtime/invocation/next", NextAsync);
        api.MapPost("/2018-06-01/runtime/{**what}", (string what) =>
        {
            if (what.StartsWith("invocation/", StringComparison.Ordinal))
            {
                _answered.TrySetResult();
            }
            else
            {
                _asked.TrySetException(new InvalidOperationException($"{bootstrap} could not start."));
            }

            return Results.StatusCode(202);
        });
        ProcessStartInfo start = new(bootstrap)
        {
            WorkingDirectory = Path.GetDirectoryName(bootstrap),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["LAMBDA_TASK_ROOT"] = start.WorkingDirectory;
        _process = new Process { StartInfo = start };
    }

    /// <summary>When the process was started, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long StartedAt { get; private set; }

    /// <summary>When it first asked for an invocation.</summary>
    public Task<long> Asked => _asked.Task;

    /// <summary>When it got its last invocation.</summary>
    public long GivenAt => Volatile.Read(ref _givenAt);

    /// <summary>Processor time so far, in ms, and resident memory now, in MB.</summary>
    public (double CpuMs, double ResidentMb) Usage
    {
        get
        {
            string[] stat = File.ReadAllText($"/proc/{_process.Id}/stat").Split(')')[1].Split(' ');
            double ticks = double.Parse(stat[12], CultureInfo.InvariantCulture) + double.Parse(stat[13], CultureInfo.InvariantCulture);
            return (ticks * 1000 / TicksPerSecond, double.Parse(stat[22], CultureInfo.InvariantCulture) * 4096 / 1e6);
        }
    }

    public static async Task<FunctionProcess> StartAsync(string bootstrap, IReadOnlyDictionary<string, string> environment)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        FunctionProcess function = new(builder.Build(), bootstrap, environment);
        await function.StartAsync();
        return function;
    }

    /// <summary>Invokes it, as soon as it asks.</summary>
    /// <returns>When it has answered.</returns>
    public Task InvokeAsync(TimeSpan timeout)
    {
        _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _invocations.Writer.TryWrite(timeout);
        return _answered.Task;
    }

    /// <summary>Stops it, as Lambda does between two invocations.</summary>
    public void Freeze() => _ = Signal(_process.Id, Stop);

    /// <summary>Has it go on, as Lambda does before it gives the next invocation.</summary>
    public void Thaw() => _ = Signal(_process.Id, Continue);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _invocations.Writer.Complete();
        using CancellationTokenSource at = new(TimeSpan.FromSeconds(1));
        await _api.StopAsync(at.Token);
        await _api.DisposeAsync();
    }

    // By a system call: to start a program for it would take longer than what is measured.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    private async Task StartAsync()
    {
        await _api.StartAsync();
        _process.StartInfo.Environment["AWS_LAMBDA_RUNTIME_API"] = new Uri(_api.Urls.First()).Authority;
        StartedAt = Stopwatch.GetTimestamp();
        _process.Start();
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task NextAsync(HttpContext context)
    {
        _asked.TrySetResult(Stopwatch.GetTimestamp());
        try
        {
            TimeSpan timeout = await _invocations.Reader.ReadAsync(context.RequestAborted);
            context.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = Guid.NewGuid().ToString();
            context.Response.Headers["Lambda-Runtime-Deadline-Ms"] = (DateTimeOffset.UtcNow + timeout).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:123456789012:function:benchmark:1";
            context.Response.Headers["Lambda-Runtime-Trace-Id"] = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";
            Volatile.Write(ref _givenAt, Stopwatch.GetTimestamp());
            await context.Response.WriteAsync("{}");
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // It was ended.
        }
    }
}
