using System.Diagnostics;
using System.Text;
using System.Text.Json;
using TemporalLambda.Sandbox.Lambda;

[assembly: AssemblyFixture(typeof(TemporalLambda.Sandbox.Tests.Clients.SandboxFixture))]

namespace TemporalLambda.Sandbox.Tests.Clients;

/// <summary>One sandbox for all tests of its AWS side, and AWS's own clients to talk to it.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    internal const string AccessKey = "AKIASANDBOXTESTS0001";
    internal const string Secret = "sandbox/tests+secret";

    private const int SkippedExitCode = 77;

    private static readonly TimeSpan ClientTimeout = TimeSpan.FromMinutes(1);

    // What every script starts with: clients, and a way to see an error as [code, message].
    private const string Prelude = """
        import sys, json, os, time, io, zipfile
        try:
            import boto3, botocore
            from botocore.exceptions import ClientError
        except ImportError:
            sys.exit(77)
        def client(name, **keys): return boto3.client(name, **keys)
        def error(call, *args, **named):
            try:
                call(*args, **named)
            except ClientError as e:
                return [e.response['Error']['Code'], e.response['Error'].get('Message', '')]
            return None
        def package(name): return open(os.environ['PACKAGES'] + '/' + name, 'rb').read()
        TRUST_LAMBDA = json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow',
            'Principal': {'Service': 'lambda.amazonaws.com'}, 'Action': 'sts:AssumeRole'}]})
        LOGS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
        def execution_role(name):
            iam = client('iam')
            role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST_LAMBDA)['Role']['Arn']
            iam.attach_role_policy(RoleName=name, PolicyArn=LOGS)
            return role
        def function(name, **settings):
            lam = client('lambda')
            arguments = dict(FunctionName=name, Runtime='provided.al2023', Handler='bootstrap', Role=execution_role(name + '-role'),
                Code={'ZipFile': package('one.zip')})
            arguments.update(settings)
            made = lam.create_function(**arguments)
            lam.get_waiter('function_active_v2').wait(FunctionName=name, WaiterConfig={'Delay': 0.05})
            return made
        def updated(name):
            client('lambda').get_waiter('function_updated_v2').wait(FunctionName=name, WaiterConfig={'Delay': 0.05})
        result = {}

        """;

    private string _folder = "";

    /// <summary>The running sandbox.</summary>
    public SandboxHost Host { get; private set; } = null!;

    internal RecordingInvoker Invoker { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("sandbox-tests-").FullName;
        File.WriteAllBytes(Path.Combine(_folder, "one.zip"), TestPackage.Answering("\"one\""));
        File.WriteAllBytes(Path.Combine(_folder, "two.zip"), TestPackage.Answering("\"two\""));
        File.WriteAllBytes(Path.Combine(_folder, "echo.zip"), TestPackage.Zip(("bootstrap", "", 0)));
        Host = await SandboxHost.StartAsync(
            new SandboxOptions { AccessKeyId = AccessKey, SecretAccessKey = Secret, DataFolder = Path.Combine(_folder, "data") },
            _ => Invoker, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal string PackageFile(string name) => Path.Combine(_folder, name);

    /// <summary>The functions' versions that were invoked under a name.</summary>
    internal IReadOnlyList<FunctionVersion> Versions(string functionName) =>
        [.. Invoker.Invoked.Select(one => one.Version).Where(version => version.FunctionName == functionName)];

    /// <summary>Runs a script with boto3; what it puts into "result" comes back.</summary>
    internal async Task<JsonElement> RunBotoAsync(string script)
    {
        var (exitCode, output) = await RunAsync("python3", ["-c", Prelude + script + "\nprint(json.dumps(result, default=str))\n"]);
        Assert.SkipWhen(exitCode == SkippedExitCode, "boto3 is not on this machine.");
        Assert.True(exitCode == 0, output);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    /// <summary>Runs shell lines that call the aws command; all their output comes back.</summary>
    internal async Task<string> RunAwsAsync(string lines)
    {
        var (exitCode, output) = await RunAsync("sh", ["-c", $"command -v aws >/dev/null || exit {SkippedExitCode}\nset -e\n{lines}"]);
        Assert.SkipWhen(exitCode == SkippedExitCode, "The aws command is not on this machine.");
        Assert.True(exitCode == 0, output);
        return output;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string command, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }
        start.Environment["AWS_ENDPOINT_URL"] = Host.Endpoint.ToString().TrimEnd('/');
        start.Environment["AWS_ACCESS_KEY_ID"] = AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = Secret;
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_folder, "none");
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_MAX_ATTEMPTS"] = "1";
        start.Environment["AWS_PAGER"] = "";
        start.Environment["PACKAGES"] = _folder;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{command} is not on this machine.");
            throw;
        }
        using (process)
        {
            using var timeout = new CancellationTokenSource(ClientTimeout);
            var output = new StringBuilder();
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            output.Append(await process.StandardOutput.ReadToEndAsync(timeout.Token));
            output.Append(await errors);
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, output.ToString());
        }
    }
}
