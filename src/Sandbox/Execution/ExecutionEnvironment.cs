using System.Globalization;
using TemporalLambda.Sandbox.Lambda;
using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>
/// One execution environment: a process under its own Runtime API, started for the first invocation, frozen after each, reused by the
/// next. It runs one invocation at a time; who holds it calls <see cref="RunAsync"/>.
/// </summary>
/// <remarks>
/// Not emulated: the file system of Amazon Linux (the process sees this machine's), users and read-only code, layers and extensions,
/// response streaming, CPU shares by memory, the network of a VPC. The memory setting is enforced by looking at the resident size.
/// </remarks>
internal sealed class ExecutionEnvironment : IAsyncDisposable
{
    private readonly SandboxServices _services;
    private readonly RuntimeApiServer _runtimeApi;
    private readonly MemoryWatch _memory;
    private readonly ExecutionOptions _options;
    private readonly TimeProvider _time;
    private readonly EnvironmentLog _log;
    private readonly string _temporaryFolder;
    private FunctionProcess? _process;
    private RuntimeSession _session = new();
    private IDisposable? _port;
    private long _peakBytes;
    private bool _started;

    internal ExecutionEnvironment(
        FunctionVersion version,
        SandboxServices services,
        RuntimeApiServer runtimeApi,
        MemoryWatch memory,
        ExecutionOptions options,
        TimeProvider time)
    {
        Version = version;
        _services = services;
        _runtimeApi = runtimeApi;
        _memory = memory;
        _options = options;
        _time = time;
        _log = new EnvironmentLog(services.Logs, version, time);
        _temporaryFolder = Path.Combine(services.Options.DataFolder, "tmp", Guid.NewGuid().ToString("N"));
    }

    internal FunctionVersion Version { get; }

    /// <summary>Whether the next invocation may run here: it was not started yet, or its process waits frozen.</summary>
    internal bool IsUsable => !_started || _process is { Exited.IsCompleted: false };

    /// <summary>Runs one invocation to its end. It never throws for what the function does.</summary>
    internal async Task<FinishedInvocation> RunAsync(Invocation invocation)
    {
        var startedAt = _time.GetUtcNow();
        var timeout = TimeSpan.FromSeconds(Version.TimeoutSeconds);
        TimeSpan? init = null;
        if (!_started)
        {
            _started = true;
            init = await InitializeAsync();
        }

        _log.BeginTail();
        _log.Write(LogLines.Start(invocation.RequestId, Version.Version));
        var began = _time.GetTimestamp();
        InvocationEnd end;
        using (var deadline = new CancellationTokenSource(timeout, _time))
        {
            var next = new NextInvocation(invocation, _time.GetUtcNow() + timeout, NewTraceId());
            end = await StartOverAsync(invocation.RequestId, began, deadline.Token) ?? await InvokeAsync(next, deadline.Token);
        }

        var duration = _time.GetElapsedTime(began);
        if (!end.KeepsProcess)
        {
            await EndProcessAsync();
        }

        if (end.Status == InvocationEnd.Timeout)
        {
            duration = timeout;
            _log.Write(LogLines.TimedOut(_time.GetUtcNow(), invocation.RequestId, timeout));
        }

        if (end.ExitWords is not null)
        {
            _log.Write(LogLines.Fault(invocation.RequestId, end.ExitWords, end.ErrorType!));
        }

        var record = new InvocationRecord(
            Version.FunctionName,
            Version.Version,
            invocation.RequestId,
            startedAt,
            duration.TotalMilliseconds,
            (long)Math.Ceiling((duration + (init ?? TimeSpan.Zero)).TotalMilliseconds),
            init?.TotalMilliseconds,
            Version.MemoryMb,
            (int)((PeakBytes() + (1 << 20) - 1) >> 20),
            end.Status,
            end.ErrorType);
        _log.Write(LogLines.End(invocation.RequestId));
        _log.Write(LogLines.Report(record));
        var payload = end.Payload ?? (end.Status == InvocationEnd.Timeout
            ? FunctionFault.TimedOut(invocation.RequestId, timeout).ToJson()
            : []);
        return new FinishedInvocation(new InvocationResult(payload, end.FunctionError, _log.Tail), record);
    }

    public async ValueTask DisposeAsync()
    {
        _started = true;
        await EndProcessAsync();
        if (Directory.Exists(_temporaryFolder))
        {
            Directory.Delete(_temporaryFolder, recursive: true);
        }
    }

    /// <summary>The init phase before the invocation: its failure is not yet the invocation's, which starts the process once more.</summary>
    private async Task<TimeSpan> InitializeAsync()
    {
        _log.Write(LogLines.InitStart(Version.Runtime, _services.Options.Region));
        var began = _time.GetTimestamp();
        using var limit = new CancellationTokenSource(_options.InitLimit, _time);
        var failure = await StartProcessAsync("", limit.Token);
        var duration = _time.GetElapsedTime(began);
        if (failure is not null)
        {
            await EndProcessAsync();
            _log.Write(LogLines.InitReport(duration, "init", failure.Status, failure.ErrorType));
        }

        return duration;
    }

    /// <summary>After a failed init: the same within the invocation and its timeout. Null when the process is ready.</summary>
    private async Task<InvocationEnd?> StartOverAsync(string requestId, long began, CancellationToken deadline)
    {
        if (_process is not null)
        {
            return null;
        }

        var failure = await StartProcessAsync(requestId, deadline);
        if (failure is not null)
        {
            _log.Write(LogLines.InitReport(_time.GetElapsedTime(began), "invoke", failure.Status, failure.ErrorType));
        }

        return failure;
    }

    /// <summary>Starts the process and waits until it asks for work; null when it does.</summary>
    private async Task<InvocationEnd?> StartProcessAsync(string requestId, CancellationToken limit)
    {
        var session = _session = new RuntimeSession();
        _port = _runtimeApi.Open(session, out var hostAndPort);
        try
        {
            var program = FunctionProgram.For(Version);
            Directory.CreateDirectory(_temporaryFolder);
            var place = new FunctionPlace(
                hostAndPort,
                _services.Endpoint.ToString().TrimEnd('/'),
                _services.Options.Region,
                _log.Stream,
                _temporaryFolder);
            var keys = _services.Credentials.For(Version.RoleArn, Version.FunctionName);
            _process = await FunctionProcess.StartAsync(
                program, FunctionVariables.For(Version, keys, place), Version.CodeFolder, line => _log.Write(line + "\n"));
        }
        catch (EntrypointException missing)
        {
            return InvocationEnd.Broken(FunctionFault.Entrypoint(requestId, missing.Message), missing.Message);
        }
        catch (SpawnException refused)
        {
            var words = $"fork/exec /var/task/bootstrap: {Reason(refused.Error)}";
            return InvocationEnd.Broken(FunctionFault.Entrypoint(requestId, words), words);
        }

        _ = _process.Exited.ContinueWith(
            exited => session.Exited(exited.Result), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _memory.Add(_process, Version.MemoryMb);
        return await NextEventAsync(limit) switch
        {
            RuntimeEvent.Ready => null,
            RuntimeEvent.InitFailed failed => InvocationEnd.Failed(failed.Payload, failed.ErrorType, keepsProcess: false),
            RuntimeEvent.Exited exited => Exit(requestId, exited.Status, null),
            _ => InvocationEnd.OutOfTime(null),
        };
    }

    private async Task<InvocationEnd> InvokeAsync(NextInvocation next, CancellationToken deadline)
    {
        _memory.Add(_process!, Version.MemoryMb);
        _process!.Thaw();
        RuntimeEvent.Answered? answer = null;
        var handedOut = _session.TryHandOut(next);
        while (true)
        {
            switch (await NextEventAsync(deadline))
            {
                case RuntimeEvent.Ready when !handedOut:
                    // The connection on which it had asked was gone; it has asked again.
                    handedOut = _session.TryHandOut(next);
                    break;
                case RuntimeEvent.Ready:
                    _memory.Remove(_process);
                    _process.Freeze();
                    _process.DrainOutput(flush: true);
                    return answer!.ErrorType is null
                        ? InvocationEnd.Success(answer.Payload)
                        : InvocationEnd.Failed(answer.Payload, answer.ErrorType, keepsProcess: true);
                case RuntimeEvent.Answered answered:
                    answer = answered;
                    break;
                case RuntimeEvent.Exited exited:
                    return Exit(next.Invocation.RequestId, exited.Status, answer);
                default:
                    return InvocationEnd.OutOfTime(answer?.Payload);
            }
        }
    }

    /// <summary>What the process says or does next; null when the time is over.</summary>
    private async Task<RuntimeEvent?> NextEventAsync(CancellationToken limit)
    {
        try
        {
            return await _session.Events.ReadAsync(limit);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private InvocationEnd Exit(string requestId, ExitStatus status, RuntimeEvent.Answered? answer)
    {
        var fault = FunctionFault.Exited(requestId, status, _memory.Killed(_process!));
        var end = InvocationEnd.Broken(fault, FunctionFault.ExitWords(status));

        // Who waits for the invocation has the answer, whatever becomes of the process after it.
        return answer is null ? end : end with { Payload = answer.Payload, FunctionError = answer.ErrorType is null ? null : "Unhandled" };
    }

    private async Task EndProcessAsync()
    {
        if (_process is { } process)
        {
            _memory.Remove(process);
            _peakBytes = PeakBytes();
            await process.DisposeAsync();
        }

        _process = null;
        _port?.Dispose();
        _port = null;
    }

    private long PeakBytes() => Math.Max(_peakBytes, _process?.PeakBytes ?? 0);

    private static string Reason(int error) => error switch
    {
        Posix.NoSuchFile => "no such file or directory",
        Posix.ExecFormat => "exec format error",
        Posix.NoPermission => "permission denied",
        _ => string.Create(CultureInfo.InvariantCulture, $"errno {error}"),
    };

    private string NewTraceId()
    {
        var random = Guid.NewGuid().ToString("N");
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"Root=1-{seconds:x8}-{random[..24]};Parent={random[8..24]};Sampled=0");
    }
}
