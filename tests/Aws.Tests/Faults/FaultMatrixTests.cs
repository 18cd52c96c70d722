using System.Collections.Concurrent;
using System.Net;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Grants;

namespace TemporalLambda.Aws.Tests.Faults;

/// <summary>
/// The AWS half of the pipeline, publish and grant: each request of it in turn meets each fault, and the next run brings about exactly what
/// an undisturbed one does. A part of the matrix, another one with each commit; all of it with TEMPORALLAMBDA_FULL=1.
/// </summary>
public sealed class FaultMatrixTests(FakeAws aws) : IDisposable
{
    private const int Part = 60;
    private const int SideBySide = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("faults-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("fresh")]
    [InlineData("update")]
    public async Task After_any_fault_at_any_request_the_next_run_converges(string scenario)
    {
        await using FaultProxy undisturbed = new(await aws.UseAsync());
        using AwsSession direct = await OpenAsync(await aws.UseAsync());
        string reference = Name(scenario, "undisturbed", 0);
        await PrepareAsync(direct, scenario, reference);
        using (AwsSession counted = await OpenAsync(undisturbed.Url))
        {
            await RunAsync(counted, reference, Token);
        }

        string expected = await AwsSnapshot.TakeAsync(direct, reference, Token);
        (Fault Fault, int Request)[] all =
            [.. from request in Enumerable.Range(1, undisturbed.Requests) from fault in Enum.GetValues<Fault>() select (fault, request)];
        (Fault Fault, int Request)[] chosen = MatrixPart.Of(all, Part);

        ConcurrentBag<string> wrong = [];
        int failed = 0;
        await Parallel.ForEachAsync(
            chosen,
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = Token },
            async (planned, _) =>
            {
                string name = Name(scenario, planned.Fault.ToString(), planned.Request);
                await PrepareAsync(direct, scenario, name);
                if (!await DisturbAsync(name, planned))
                {
                    Interlocked.Increment(ref failed);
                }

                await RunAsync(direct, name, Token);
                string state = await AwsSnapshot.TakeAsync(direct, name, Token);
                if (state != expected)
                {
                    wrong.Add($"{planned.Fault} at request {planned.Request}: {string.Join('\n', state.Split('\n').Except(expected.Split('\n')))}");
                }
            });

        string figures = $"{scenario}: {undisturbed.Requests} requests, {chosen.Length} of {all.Length} faults, "
            + $"{failed} ended the run, {chosen.Length - wrong.Count} converged";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        TestContext.Current.SendDiagnosticMessage(figures);
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
    }

    private static string Name(string scenario, string fault, int request) => $"fault-{scenario}-{fault}-{request:000}".ToLowerInvariant();

    private static Task<AwsSession> OpenAsync(string url) => FakeAwsSessions.OpenAsync(url, time: new FastTime());

    // Gives whether the run came to its end in spite of it.
    private async Task<bool> DisturbAsync(string name, (Fault Fault, int Request) planned)
    {
        await using FaultProxy proxy = new(await aws.UseAsync()) { Planned = planned };
        using CancellationTokenSource alive = CancellationTokenSource.CreateLinkedTokenSource(Token);
        proxy.Kill = alive.Cancel;
        using AwsSession session = await OpenAsync(proxy.Url);
        try
        {
            await RunAsync(session, name, alive.Token);
            return true;
        }
        catch (StageException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task PrepareAsync(AwsSession direct, string scenario, string name)
    {
        if (scenario == "update")
        {
            WantedFunction before = Wanted(name, "one") with
            {
                ApiKey = new() { Key = new NetworkCredential("", "key-1").SecurePassword },
                Options = new FunctionOptions { Tags = new Dictionary<string, string?> { ["old"] = "1" }, ReservedConcurrency = 3, LogRetentionDays = 7 },
            };
            await PublishAsync(direct, before, Token);
        }
    }

    private async Task RunAsync(AwsSession session, string name, CancellationToken cancellationToken)
    {
        WantedFunction wanted = Wanted(name, "two") with
        {
            ApiKey = new() { Key = new NetworkCredential("", "key-2").SecurePassword, KmsKeyId = "alias/workers" },
            RoleOptions = new()
            {
                PolicyArns = ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"],
                PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}""",
            },
            Options = new FunctionOptions
            {
                SubnetIds = ["subnet-1"],
                SecurityGroupIds = ["sg-1"],
                LogFormat = "JSON",
                LogRetentionDays = 30,
                ReservedConcurrency = 5,
                Tags = new Dictionary<string, string?> { ["team"] = "shop", ["old"] = null },
            },
        };
        FunctionResult published = await PublishAsync(session, wanted, cancellationToken);
        GrantDeployment grant = new(session, SilentReporter.Instance, new FastTime());
        WantedGrant grantWanted = new() { FunctionArn = published.FunctionArn, Principals = ["arn:aws:iam::123456789012:user/temporal-server"] };
        await grant.ApplyAsync(await grant.PlanAsync(grantWanted, cancellationToken), cancellationToken);
    }

    private static async Task<FunctionResult> PublishAsync(AwsSession session, WantedFunction wanted, CancellationToken cancellationToken)
    {
        FunctionDeployment deployment = new(session, SilentReporter.Instance, new FastTime());
        return await deployment.ApplyAsync(await deployment.PlanAsync(wanted, cancellationToken), cancellationToken);
    }

    private WantedFunction Wanted(string name, string build) =>
        SampleFunction.In(_folder, name, build) with { MemorySize = build == "one" ? 512 : 1024 };
}
