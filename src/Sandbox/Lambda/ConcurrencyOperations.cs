using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Reserved concurrency, and the account's limits.</summary>
internal sealed class ConcurrencyOperations(FunctionStore functions, IFunctionInvoker invoker)
{
    private const int AccountLimit = 1000;
    private const int LeastUnreserved = 100;

    public AwsResponse Put(LambdaCall call)
    {
        int wanted = call.Body.Int("ReservedConcurrentExecutions")
            ?? throw LambdaErrors.Violation("reservedConcurrentExecutions", "null", "Member must not be null");
        if (wanted < 0)
        {
            throw LambdaErrors.Violation("reservedConcurrentExecutions", $"{wanted}", "Member must have value greater than or equal to 0");
        }
        functions.Change(call.Function, function =>
        {
            int others = functions.All().Where(other => other.Name != function.Name).Sum(other => other.ReservedConcurrency ?? 0);
            return AccountLimit - others - wanted >= LeastUnreserved
                ? function with { ReservedConcurrency = wanted }
                : throw LambdaErrors.InvalidParameter("Specified ReservedConcurrentExecutions for function decreases account's "
                    + $"UnreservedConcurrentExecution below its minimum value of [{LeastUnreserved}].");
        });
        invoker.SetReservedConcurrency(call.Function.Name, wanted);
        return JsonAnswer.Rest(200, new JsonObject { ["ReservedConcurrentExecutions"] = wanted });
    }

    public AwsResponse Get(LambdaCall call)
    {
        var json = new JsonObject();
        if (functions.Get(call.Function).ReservedConcurrency is { } reserved)
        {
            json["ReservedConcurrentExecutions"] = reserved;
        }
        return JsonAnswer.Rest(200, json);
    }

    public AwsResponse Delete(LambdaCall call)
    {
        functions.Change(call.Function, function => function with { ReservedConcurrency = null });
        invoker.SetReservedConcurrency(call.Function.Name, null);
        return AwsResponse.Empty(204);
    }

    public AwsResponse AccountSettings(LambdaCall call)
    {
        var all = functions.All();
        return JsonAnswer.Rest(200, new JsonObject
        {
            ["AccountLimit"] = new JsonObject
            {
                ["TotalCodeSize"] = 80530636800,
                ["CodeSizeUnzipped"] = PackageArchive.UnpackedLimit,
                ["CodeSizeZipped"] = 52428800,
                ["ConcurrentExecutions"] = AccountLimit,
                ["UnreservedConcurrentExecutions"] = AccountLimit - all.Sum(function => function.ReservedConcurrency ?? 0),
            },
            ["AccountUsage"] = new JsonObject
            {
                ["TotalCodeSize"] = all.Sum(function => function.Versions.Values.Append(function.Latest).Sum(one => one.Settings.Package.Size)),
                ["FunctionCount"] = all.Count,
            },
        });
    }
}
