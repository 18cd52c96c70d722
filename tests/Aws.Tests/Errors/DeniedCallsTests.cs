using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Aws.Stacks;
using TemporalLambda.Aws.Tests.Faults;

namespace TemporalLambda.Aws.Tests.Errors;

/// <summary>
/// Each call of each stage denied: the one error that names the missing action and its resource, or, where the stage does without the call,
/// what it reports. As for a person who is given one permission after another, each run takes up where the one before was denied.
/// </summary>
public sealed partial class DeniedCallsTests(FakeAws aws) : IDisposable
{
    // Only Test-TemporalLambdaWorker asks for it, and says what it may not see; Invoke is for tests and whoever hosts the clients.
    private static readonly string[] OfNoStage = ["GetAccountSettings", "Invoke"];

    private readonly string _folder = Directory.CreateTempSubdirectory("denied-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => new(Scenario.All.Select(scenario => scenario.Name));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_denied_call_names_the_missing_action_and_the_resource(string scenarioName)
    {
        Scenario scenario = Scenario.All.Single(one => one.Name == scenarioName);
        string name = "denied-" + scenarioName.ToLowerInvariant();
        await using FaultProxy proxy = new(await aws.UseAsync());
        RecordingReporter reporter = new();
        using AwsSession session = await FakeAwsSessions.OpenAsync(proxy.Url, reporter, time: new FastTime());
        Scenes at = new(aws, session, reporter, _folder);
        await scenario.PrepareAsync(at, name);

        ConcurrentBag<string> storageCalls = [];
        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () =>
        {
            foreach (string line in Lines(scenario))
            {
                string operation = OperationOf(line);
                proxy.Denies = head => StorageCall(head) == operation;
                await aws.PlanAsync(new { operation, times = 99, status = 403, code = "AccessDenied", message = "Access Denied." });
                string seen = await SeenAsync(scenario, at, name, reporter, line);
                Assert.Equal(line, seen);
            }

            await aws.PlanAsync();
            proxy.Denies = head =>
            {
                storageCalls.Add(StorageCall(head) ?? "");
                return false;
            };
            await scenario.RunAsync(at, name);
        });

        // A call that a stage makes and no line of any scenario tells of fails the test.
        HashSet<string> known = [.. Scenario.All.SelectMany(Lines).Select(OperationOf)];
        Assert.Empty(calls.Select(call => call.Operation).OfType<string>().Concat(storageCalls).Where(call => call.Length > 0).Distinct().Except(known));
    }

    [Fact]
    public void Every_operation_of_the_clients_has_its_line()
    {
        IEnumerable<string> operations = new[] { typeof(LambdaClient), typeof(IamClient), typeof(LogsClient), typeof(StacksClient) }
            .SelectMany(client => client.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(method => method.Name[..^"Async".Length]);
        Assert.Empty(operations.Except(OfNoStage).Except(Scenario.All.SelectMany(Lines).Select(OperationOf)));
    }

    private static IEnumerable<string> Lines(Scenario scenario) => scenario.Denials.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string OperationOf(string line) => line.Split(' ')[0].Split(':')[^1];

    // What the user sees, as a line of the table.
    private static async Task<string> SeenAsync(Scenario scenario, Scenes at, string name, RecordingReporter reporter, string line)
    {
        reporter.Lines.Clear();
        try
        {
            await scenario.RunAsync(at, name);
        }
        catch (StageException e)
        {
            Assert.Equal(("AwsAccessDenied", FaultCategory.PermissionDenied), (e.ErrorId, e.Category));
            Match advice = Advice().Match(e.Recommendation);
            Assert.Equal((string)e.Target!, advice.Groups["target"].Value);
            string action = advice.Groups["action"].Value, prefix = action.EndsWith(":" + OperationOf(line), StringComparison.Ordinal) ? "" : OperationOf(line) + " ";
            return $"{prefix}{action} on {Plain(advice.Groups["target"].Value, name)}";
        }

        string words = line[(line.IndexOf("-> ", StringComparison.Ordinal) + 3)..];
        return reporter.Lines.Any(reported => Plain(reported, name).Contains(words, StringComparison.Ordinal))
            ? line
            : $"{OperationOf(line)} -> nothing but {string.Join('\n', reporter.Lines.Where(reported => !reported.Contains(": 200 in", StringComparison.Ordinal)))}";
    }

    private static string Plain(string text, string name) => Unique().Replace(text.Replace(name, "{}", StringComparison.Ordinal), "*");

    // aws-check does not know the operations of S3 by name.
    private static string? StorageCall(string head)
    {
        string[] words = head.Split(' ', 3);
        if (!words[1].StartsWith("/" + Scenes.Bucket, StringComparison.Ordinal))
        {
            return null;
        }

        bool isBucket = !words[1].Contains(".zip", StringComparison.Ordinal);
        return (words[0], words[1]) switch
        {
            ("HEAD", _) => isBucket ? "HeadBucket" : "GetObjectMetadata",
            ("POST", var path) => path.Contains("uploadId=", StringComparison.Ordinal) ? "CompleteMultipartUpload" : "InitiateMultipartUpload",
            ("DELETE", var path) => path.Contains("uploadId=", StringComparison.Ordinal) ? "" : "DeleteObject",
            ("PUT", var path) => isBucket ? "" : path.Contains("partNumber=", StringComparison.Ordinal) ? "UploadPart" : "PutObject",
            _ => "GetObject",
        };
    }

    [GeneratedRegex("^Allow the action (?<action>\\S+) on '(?<target>[^']+)' to the identity that runs this, or use another profile\\.$")]
    private static partial Regex Advice();

    [GeneratedRegex("[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Unique();
}
