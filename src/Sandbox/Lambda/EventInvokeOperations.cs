using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>How asynchronous invocations are repeated, for each qualifier by itself.</summary>
internal sealed class EventInvokeOperations(FunctionStore functions, TimeProvider time)
{
    private const int LargestPage = 50;

    /// <summary>Replaces the whole configuration.</summary>
    public AwsResponse Put(LambdaCall call) => Set(call, null);

    /// <summary>Changes what is named and leaves the rest.</summary>
    public AwsResponse Update(LambdaCall call) => Set(call, Existing(functions.Get(call.Function), call.Function));

    public AwsResponse Get(LambdaCall call) =>
        JsonAnswer.Rest(200, Json(call.Function.Arn, Qualifier(call.Function), Existing(functions.Get(call.Function), call.Function)));

    public AwsResponse Delete(LambdaCall call)
    {
        functions.Change(call.Function, function =>
        {
            _ = Existing(function, call.Function);
            return function with { EventInvokeConfigs = function.EventInvokeConfigs.Remove(Qualifier(call.Function)) };
        });
        return AwsResponse.Empty(204);
    }

    public AwsResponse List(LambdaCall call)
    {
        var (page, next) = call.Page([.. functions.Get(call.Function).EventInvokeConfigs], LargestPage);
        return JsonAnswer.Rest(200, new JsonObject
        {
            ["FunctionEventInvokeConfigs"] = JsonAnswer.Array(page.Select(one => Json(call.Function.Arn, one.Key, one.Value))),
            ["NextMarker"] = next,
        });
    }

    private AwsResponse Set(LambdaCall call, EventInvokeConfig? old)
    {
        var body = call.Body;
        if (body.Object("DestinationConfig") is { } destinations
            && (destinations.Object("OnSuccess")?.Has("Destination") == true || destinations.Object("OnFailure")?.Has("Destination") == true))
        {
            throw LambdaErrors.InvalidParameter("This sandbox has no queues, topics or buses to send results to (DestinationConfig).");
        }
        var config = new EventInvokeConfig(
            Within(body.Int("MaximumRetryAttempts"), "maximumRetryAttempts", 0, 2) ?? old?.MaximumRetryAttempts,
            Within(body.Int("MaximumEventAgeInSeconds"), "maximumEventAgeInSeconds", 60, 21600) ?? old?.MaximumEventAgeInSeconds,
            time.GetUtcNow());
        if (config is { MaximumRetryAttempts: null, MaximumEventAgeInSeconds: null })
        {
            throw LambdaErrors.InvalidParameter("You must specify at least one of error handling or destination setting.");
        }
        functions.Change(call.Function, function => function.Find(call.Function.Qualifier) is null
            ? throw LambdaErrors.NotFound($"The function {call.Function.RequestedArn} doesn't exist.")
            : function with { EventInvokeConfigs = function.EventInvokeConfigs.SetItem(Qualifier(call.Function), config) });
        return JsonAnswer.Rest(200, Json(call.Function.Arn, Qualifier(call.Function), config));
    }

    private static EventInvokeConfig Existing(LambdaFunction function, FunctionReference reference) =>
        function.EventInvokeConfigs.GetValueOrDefault(Qualifier(reference))
        ?? throw LambdaErrors.NotFound($"The function {reference.Arn}:{Qualifier(reference)} doesn't have an EventInvokeConfig");

    private static string Qualifier(FunctionReference reference) => reference.Qualifier ?? FunctionReference.Latest;

    private static JsonObject Json(string functionArn, string qualifier, EventInvokeConfig config)
    {
        var json = new JsonObject
        {
            ["LastModified"] = config.LastModified.ToUnixTimeMilliseconds() / 1000.0,
            ["FunctionArn"] = $"{functionArn}:{qualifier}",
            ["DestinationConfig"] = new JsonObject { ["OnSuccess"] = new JsonObject(), ["OnFailure"] = new JsonObject() },
        };
        if (config.MaximumRetryAttempts is { } attempts)
        {
            json["MaximumRetryAttempts"] = attempts;
        }
        if (config.MaximumEventAgeInSeconds is { } age)
        {
            json["MaximumEventAgeInSeconds"] = age;
        }
        return json;
    }

    private static int? Within(int? value, string member, int least, int most) =>
        value < least || value > most
            ? throw LambdaErrors.Violation(member, $"{value}", $"Member must have value between {least} and {most}") : value;
}
