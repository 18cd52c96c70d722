using System.IO.Compression;
using System.Management.Automation;
using System.Security.Cryptography;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

/// <summary>An engine beside the Temporal server and the fake AWS, with the pipeline up to a granted worker.</summary>
public sealed class TemporalStage(FakeAws aws, TemporalServer server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("temporal-stage-").FullName;

    public ModuleEngine Engine { get; } = new();

    public void Dispose()
    {
        Engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Runs a script that has <c>$aws</c> and <c>$temporal</c> to splat.</summary>
    public async Task<EngineResult> RunAsync(string script, PSObject? worker = null) => Engine.Run(await ScriptAsync(script), ("worker", worker));

    /// <summary>The script with what it may splat before it.</summary>
    public async Task<string> ScriptAsync(string script)
    {
        string url = await aws.UseAsync();
        string address = await server.UseAsync(aws);
        string setup = $$"""
            $VerbosePreference = 'Continue'
            $aws = @{ AccessKey = '{{FakeAws.Key}}'; SecretKey = '{{FakeAws.Key}}'; Region = 'eu-central-1'; EndpointUrl = '{{url}}' }
            $temporal = @{ Address = '{{address}}'; Namespace = 'default' }

            """;
        return setup + script;
    }

    /// <summary>A worker whose function and role exist; its deployment and function have that name.</summary>
    public async Task<PSObject> GrantedAsync(string name)
    {
        EngineResult result = await RunAsync(
            """
            $worker | Publish-TemporalLambdaWorker @aws -WorkerAddress temporal:7233 -WorkerNamespace default -Timeout 60 |
                Grant-TemporalInvoke @aws -TemporalPrincipalArn arn:aws:iam::123456789012:root
            """,
            Packaged(name));
        return Assert.Single(result.AssertNoErrors().Output);
    }

    /// <summary>A worker of which only the package exists.</summary>
    public PSObject Packaged(string name)
    {
        string zip = Path.Combine(_folder, "bootstrap.zip");
        if (!File.Exists(zip))
        {
            using ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Create);
            archive.CreateEntry("bootstrap");
        }

        return Record(
            ("FunctionName", name), ("DeploymentName", name), ("BuildId", "b1"), ("TaskQueue", "orders"), ("Runtime", "provided.al2023"),
            ("Handler", "bootstrap"), ("Architecture", "arm64"), ("PackagePath", zip), ("Fingerprint", "code"),
            ("PackageSha256", Convert.ToBase64String(SHA256.HashData(File.ReadAllBytes(zip)))));
    }

    public static PSObject Record(params (string Name, object? Value)[] properties)
    {
        PSObject record = new();
        foreach ((string name, object? value) in properties)
        {
            record.Properties.Add(new PSNoteProperty(name, value));
        }

        return record;
    }

    /// <summary>The actions of all changes that the record carries, in order.</summary>
    public async Task<string> ActionsAsync(PSObject record) =>
        (string)(await RunAsync("@($worker.Changes.Action) -join ' '", record)).Output.Single().BaseObject;

    public static IEnumerable<string> PlannedLines(EngineResult result) =>
        result.HostLines.Where(line => line.StartsWith("What if: ", StringComparison.Ordinal));
}
