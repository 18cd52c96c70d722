using System.Net;
using System.Security.Cryptography;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Grants;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Aws.Removal;
using TemporalLambda.Aws.Roles;
using TemporalLambda.Aws.Stacks;
using TemporalLambda.Aws.Workers;

namespace TemporalLambda.Aws.Tests.Errors;

/// <summary>The stages in a session, as the cmdlets call them.</summary>
internal sealed class Scenes(FakeAws aws, AwsSession session, IStageReporter reporter, string folder)
{
    public const string Bucket = "packages-that-are-denied";

    private readonly FastTime _time = new();

    public FakeAws Aws => aws;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A role that Lambda may assume and this module did not make.</summary>
    public static string LambdaRole => RoleOf("runs-functions");

    private static string RoleOf(string name) => "arn:aws:iam::123456789012:role/" + name;

    private static string FunctionOf(string name) => "arn:aws:lambda:eu-central-1:123456789012:function:" + name;

    public WantedFunction Plain(string name) => SampleFunction.In(folder, name);

    public WantedFunction Full(string name, string build) => SampleFunction.In(folder, name, build) with
    {
        ApiKey = new() { Key = new NetworkCredential("", "key-of-" + build).SecurePassword },
        RoleOptions = new()
        {
            PermissionsBoundary = "arn:aws:iam::aws:policy/PowerUserAccess", PolicyArns = ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"],
        },
        Options = new FunctionOptions
        {
            LogRetentionDays = 7, ReservedConcurrency = 3, Tags = new Dictionary<string, string?> { ["team"] = "shop" },
        },
    };

    public WantedFunction Changed(string name) => Full(name, "two") with
    {
        RoleOptions = new() { PermissionsBoundary = "arn:aws:iam::aws:policy/AdministratorAccess" },
        MemorySize = 1024,
        Options = new FunctionOptions
        {
            LogRetentionDays = 0, ReservedConcurrency = -1, Tags = new Dictionary<string, string?> { ["team"] = null, ["cost"] = "1" },
        },
    };

    public WantedFunction Large(string name) => Plain(name) with { Bucket = Bucket, LargestDirect = 10 };

    /// <summary>Large enough for S3's client to send it in parts.</summary>
    public WantedFunction Parts(string name)
    {
        string path = Path.Combine(folder, "parts.zip");
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, RandomNumberGenerator.GetBytes(17 * 1024 * 1024));
        }

        return Large(name) with { PackagePath = path };
    }

    public async Task MakeRoleAsync()
    {
        if (await session.Iam.GetRoleAsync(RoleName.Of(LambdaRole), Token).OrNull() is null)
        {
            await session.Iam.CreateRoleAsync(
                new CreateRoleRequest { RoleName = RoleName.Of(LambdaRole), AssumeRolePolicyDocument = LambdaTrust.Document }, Token);
        }
    }

    public async Task MakeBucketAsync()
    {
        if (await session.Storage.HeadBucketAsync(new() { BucketName = Bucket }, Token).OrNull() is null)
        {
            await session.Storage.PutBucketAsync(new Amazon.S3.Model.PutBucketRequest { BucketName = Bucket, BucketRegionName = "eu-central-1" }, Token);
        }
    }

    public async Task PublishAsync(WantedFunction wanted)
    {
        FunctionDeployment stage = new(session, reporter, _time);
        await stage.ApplyAsync(await stage.PlanAsync(wanted, Token), Token);
    }

    public async Task GrantAsync(string name, string principal = "user/temporal-server", string? boundary = null)
    {
        GrantDeployment stage = new(session, reporter, _time);
        WantedGrant wanted = Grant(name, principal) with { PermissionsBoundary = boundary };
        await stage.ApplyAsync(await stage.PlanAsync(wanted, Token), Token);
    }

    public Task CheckGrantAsync(string name) =>
        new GivenInvokeRole(session, reporter).CheckAsync(RoleOf(name + "-temporal-invoke"), Grant(name, "user/temporal-server"), Token);

    public async Task GrantInStackAsync(string stack, string name)
    {
        StackGrant stage = new(session, reporter, _time);
        await stage.ApplyAsync(await stage.PlanAsync(stack, Grant(name, "user/temporal-server"), Token), Token);
    }

    public async Task RevokeAsync(string name)
    {
        RevokeDeployment stage = new(session, reporter);
        await stage.ApplyAsync(await stage.PlanAsync(name, null, Token), Token);
    }

    public async Task RevokeInStackAsync(string stack, string name)
    {
        StackRevoke stage = new(session, reporter, _time);
        await stage.ApplyAsync(await stage.PlanAsync(stack, name, Token), Token);
    }

    public async Task ReadLogAsync(string name)
    {
        LogQuery query = new() { LogGroupName = "/aws/lambda/" + name, Since = DateTimeOffset.UtcNow.AddHours(-1) };
        await foreach (LogEntry _ in new FunctionLog(session, _time).ReadAsync(query, Token))
        {
        }
    }

    public async Task FindAsync(string name)
    {
        await foreach (DeployedWorker _ in new WorkerInventory(session, reporter).FindAsync(new WorkerQuery { Function = found => found == name }, Token))
        {
        }
    }

    public async Task RemoveAsync(string name)
    {
        RemovalDeployment stage = new(session, reporter, _time);
        RemovalPlan plan = await stage.PlanAsync(new WantedRemoval { FunctionName = name, IncludeLogs = true }, Token);
        await stage.DeleteFunctionAsync(plan, Token);
        await stage.DeleteRestAsync(plan, Token);
    }

    public async Task RemoveVersionAsync(string name)
    {
        PublishedVersionRemoval stage = new(session);
        PublishedVersionPlan plan = await stage.PlanAsync([FunctionOf(name) + ":1"], new HashSet<string>(), Token);
        foreach (PublishedVersionChange change in plan.Changes)
        {
            await stage.RemoveAsync(change, Token);
        }
    }

    private static WantedGrant Grant(string name, string principal) =>
        new() { FunctionArn = FunctionOf(name), Principals = ["arn:aws:iam::123456789012:" + principal] };
}
