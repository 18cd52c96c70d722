using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Published versions and the aliases that name them.</summary>
internal sealed class VersionOperations(FunctionStore functions, TimeProvider time)
{
    private const int LargestPage = 50;

    public AwsResponse Publish(LambdaCall call)
    {
        var body = call.Body;
        int number = 0;
        var function = functions.Change(call.Function, current =>
        {
            VersionPublication.RequireReady(current, body.String("RevisionId"));
            VersionPublication.RequireServing(current);
            VersionPublication.RequireCode(current, body.String("CodeSha256"));
            (var changed, number) = VersionPublication.Publish(current, body.String("Description"), pending: false, time.GetUtcNow());
            return changed;
        });
        return JsonAnswer.Rest(201, ConfigurationJson.Whole(function.Versions[number], $"{call.Function.Arn}:{number}"));
    }

    public AwsResponse List(LambdaCall call)
    {
        var function = functions.Get(call.Function);
        var (page, next) = call.Page([.. function.Versions.Values.Prepend(function.Latest)], LargestPage);
        return JsonAnswer.Rest(200, new JsonObject
        {
            ["Versions"] = JsonAnswer.Array(page.Select(one => ConfigurationJson.Listed(one, $"{one.FunctionArn}:{one.Version}"))),
            ["NextMarker"] = next,
        });
    }

    public AwsResponse CreateAlias(LambdaCall call)
    {
        var body = call.Body;
        string name = body.String("Name") ?? throw LambdaErrors.Violation("name", "null", "Member must not be null");
        if (name.Length is 0 or > 128 || name.All(char.IsAsciiDigit) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw LambdaErrors.Violation("name", name, "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
        }
        var alias = new FunctionAlias(name, body.String("FunctionVersion") ?? "", body.String("Description") ?? "", Guid.NewGuid().ToString());
        functions.Change(call.Function, function =>
        {
            RequireVersion(function, alias.Version);
            return function.Aliases.ContainsKey(name)
                ? throw LambdaErrors.Conflict($"Alias already exists: {call.Function.Arn}:{name}")
                : function with { Aliases = function.Aliases.Add(name, alias) };
        });
        return Shown(201, call, alias);
    }

    public AwsResponse GetAlias(LambdaCall call, string name) => Shown(200, call, Alias(functions.Get(call.Function), call, name));

    public AwsResponse UpdateAlias(LambdaCall call, string name)
    {
        var body = call.Body;
        var function = functions.Change(call.Function, function =>
        {
            var alias = Alias(function, call, name);
            if (body.String("RevisionId") is { Length: > 0 } revision && revision != alias.RevisionId)
            {
                throw LambdaErrors.OtherRevision();
            }
            var changed = alias with
            {
                Version = body.String("FunctionVersion") ?? alias.Version,
                Description = body.String("Description") ?? alias.Description,
                RevisionId = Guid.NewGuid().ToString(),
            };
            RequireVersion(function, changed.Version);
            return function with { Aliases = function.Aliases.SetItem(name, changed) };
        });
        return Shown(200, call, function.Aliases[name]);
    }

    public AwsResponse DeleteAlias(LambdaCall call, string name)
    {
        functions.Change(call.Function, function => function with
        {
            Aliases = function.Aliases.Remove(name),
            EventInvokeConfigs = function.EventInvokeConfigs.Remove(name),
        });
        return AwsResponse.Empty(204);
    }

    public AwsResponse ListAliases(LambdaCall call)
    {
        string? version = call.Request.Http.Query("FunctionVersion");
        var all = functions.Get(call.Function).Aliases.Values.Where(alias => version is null || alias.Version == version).ToList();
        var (page, next) = call.Page(all, LargestPage);
        return JsonAnswer.Rest(200, new JsonObject
        {
            ["Aliases"] = JsonAnswer.Array(page.Select(alias => Json(call, alias))),
            ["NextMarker"] = next,
        });
    }

    private static FunctionAlias Alias(LambdaFunction function, LambdaCall call, string name) =>
        function.Aliases.GetValueOrDefault(name) ?? throw LambdaErrors.NotFound($"Cannot find alias arn: {call.Function.Arn}:{name}");

    private static void RequireVersion(LambdaFunction function, string version)
    {
        bool isVersion = version == FunctionReference.Latest || int.TryParse(version, out _);
        if (!isVersion || function.Find(version) is null)
        {
            throw LambdaErrors.NoFunction($"{function.Latest.FunctionArn}:{version}");
        }
    }

    private static AwsResponse Shown(int status, LambdaCall call, FunctionAlias alias) => JsonAnswer.Rest(status, Json(call, alias));

    private static JsonObject Json(LambdaCall call, FunctionAlias alias) => new()
    {
        ["AliasArn"] = $"{call.Function.Arn}:{alias.Name}",
        ["Name"] = alias.Name,
        ["FunctionVersion"] = alias.Version,
        ["Description"] = alias.Description,
        ["RevisionId"] = alias.RevisionId,
    };
}
