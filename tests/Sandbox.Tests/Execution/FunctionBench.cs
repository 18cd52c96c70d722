using System.Text;
using TemporalLambda.Sandbox.Execution;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Lambda;
using TemporalLambda.Sandbox.Logs;

namespace TemporalLambda.Sandbox.Tests.Execution;

/// <summary>Runs functions whose bootstrap is a shell script of the test's; what they log is kept.</summary>
internal sealed class FunctionBench : IAsyncDisposable, ILogSink, IRoleCredentials
{
    /// <summary>What scripts begin with: <c>next</c> waits for an event (in $EVENT, its id in $ID), <c>answer TEXT</c> answers it.</summary>
    private const string Prelude = """
        #!/bin/sh
        API=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
        next() {
          EVENT=$(curl -sS -D "$TMPDIR/headers" "$API/invocation/next") || exit 7
          ID=$(tr -d '\r' < "$TMPDIR/headers" | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: //p')
        }
        answer() { curl -sS -o /dev/null -d "$1" "$API/invocation/$ID/response"; }
        fail() { curl -sS -o /dev/null -H 'Lambda-Runtime-Function-Error-Type: Custom.Failure' -d "$1" "$API/invocation/$ID/error"; }

        """;

    private readonly List<(string Stream, string Message)> _log = [];

    internal FunctionBench(ExecutionOptions? options = null, TimeProvider? time = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Functions run on Linux only.");
        }

        if (!File.Exists("/usr/bin/curl") && !File.Exists("/bin/curl"))
        {
            Assert.Skip("The test's functions need curl in /usr/bin.");
        }

        Folder = Directory.CreateTempSubdirectory("temporal-lambda-functions-").FullName;
        var services = new SandboxServices(
            new SandboxOptions { AccessKeyId = "AKIA", SecretAccessKey = "secret", DataFolder = Folder },
            new Uri("http://127.0.0.1:4566"),
            this,
            this);
        Invoker = new FunctionInvoker(services, options, time);
    }

    internal string Folder { get; }

    internal FunctionInvoker Invoker { get; }

    /// <summary>The messages of all streams in the order in which they came.</summary>
    internal IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
            {
                return [.. _log.Select(entry => entry.Message)];
            }
        }
    }

    internal IReadOnlyList<string> Streams
    {
        get
        {
            lock (_log)
            {
                return [.. _log.Select(entry => entry.Stream).Distinct()];
            }
        }
    }

    public void Append(FunctionVersion version, string stream, DateTimeOffset timestamp, string message)
    {
        lock (_log)
        {
            _log.Add((stream, message));
        }
    }

    public SessionCredentials For(string roleArn, string sessionName) =>
        new("ASIATEST", "session-secret", "session-token", DateTimeOffset.UtcNow.AddHours(12));

    /// <summary>A function whose bootstrap is the script.</summary>
    internal FunctionVersion Function(
        string script, int timeout = 10, int memory = 512, string name = "worker", string version = "1", bool raw = false)
    {
        var code = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(code);
        Script.Write(Path.Combine(code, "bootstrap"), (raw ? "" : Prelude) + script);
        return new FunctionVersion(
            name,
            version,
            Guid.NewGuid().ToString(),
            $"arn:aws:lambda:us-east-1:000000000000:function:{name}:{version}",
            code,
            "provided.al2023",
            "bootstrap",
            "x86_64",
            timeout,
            memory,
            new Dictionary<string, string> { ["MY_SETTING"] = "mine" },
            "arn:aws:iam::000000000000:role/worker-execution",
            $"/aws/lambda/{name}",
            "Text");
    }

    internal Task<InvocationResult> InvokeAsync(FunctionVersion version, string payload = "{}") =>
        Invoker.InvokeAsync(version, Event(version, payload), TestContext.Current.CancellationToken);

    internal static Invocation Event(FunctionVersion version, string payload = "{}") =>
        new(Guid.NewGuid().ToString(), Encoding.UTF8.GetBytes(payload), version.Arn);

    internal static string Text(InvocationResult result) => Encoding.UTF8.GetString(result.Payload.Span);

    /// <summary>Waits for what comes soon by itself.</summary>
    internal static async Task UntilAsync(Func<bool> condition, string what)
    {
        var deadline = DateTime.UtcNow.AddSeconds(15);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, $"It did not happen: {what}.");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Invoker.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
