using System.Text.Json.Nodes;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Creating, changing, showing and deleting functions.</summary>
internal sealed class FunctionOperations(
    FunctionStore functions, PackageStore packages, ExecutionRoleRules roleRules, FunctionTransitions transitions,
    PackageLinks links, IFunctionInvoker invoker, TimeProvider time)
{
    private const int LargestPage = 50;

    public AwsResponse Create(LambdaCall call)
    {
        var body = call.Body;
        using var pin = packages.Add(Zip(body.Object("Code") ?? JsonInput.None));
        var settings = SettingsReader.New(body, pin.Package);
        roleRules.Check(call.Request, settings);
        var tags = TagOperations.Check(body.Map("Tags"));
        int? published = null;
        var function = functions.Add(call.Function.Name, lastVersion =>
        {
            var latest = new FunctionConfiguration
            {
                FunctionName = call.Function.Name,
                FunctionArn = call.Function.Arn,
                Version = FunctionReference.Latest,
                Settings = settings,
                RevisionId = "",
                LastModified = time.GetUtcNow(),
                State = FunctionConfiguration.Pending,
            }.AsPending();
            var made = new LambdaFunction(latest.FunctionName, Guid.NewGuid(), latest, latest) { LastVersion = lastVersion };
            made = made with { Tags = made.Tags.SetItems(tags) };
            return body.Flag("Publish") ? Published(made, out published) : made;
        });
        transitions.Start(function, published);
        return Shown(201, function, published);
    }

    public AwsResponse Get(LambdaCall call)
    {
        var (function, configuration) = functions.Resolve(call.Function);
        var json = new JsonObject
        {
            ["Configuration"] = ConfigurationJson.Whole(configuration, ShownArn(call.Function, configuration)),
            ["Code"] = new JsonObject { ["RepositoryType"] = "S3", ["Location"] = links.For(configuration.Settings.Package, call.Request.Http) },
        };
        if (function.Tags.Count > 0)
        {
            json["Tags"] = JsonAnswer.Map(function.Tags);
        }
        if (function.ReservedConcurrency is { } reserved)
        {
            json["Concurrency"] = new JsonObject { ["ReservedConcurrentExecutions"] = reserved };
        }
        return JsonAnswer.Rest(200, json);
    }

    public AwsResponse GetConfiguration(LambdaCall call)
    {
        var (_, configuration) = functions.Resolve(call.Function);
        return JsonAnswer.Rest(200, ConfigurationJson.Whole(configuration, ShownArn(call.Function, configuration)));
    }

    public AwsResponse UpdateCode(LambdaCall call)
    {
        var body = call.Body;
        VersionPublication.RequireReady(functions.Get(call.Function), body.String("RevisionId"));
        using var pin = packages.Add(Zip(body));
        var package = pin.Package;
        if (body.Flag("DryRun"))
        {
            var would = functions.Get(call.Function);
            return Shown(200, would with { Latest = would.Latest with { Settings = WithCode(would, body, package) } }, null);
        }
        int? published = null;
        var function = functions.Change(call.Function, current =>
        {
            VersionPublication.RequireReady(current, body.String("RevisionId"));
            var changed = current with { Latest = current.Latest.AsUpdating(WithCode(current, body, package), time.GetUtcNow()) };
            return body.Flag("Publish") ? Published(changed, out published) : changed;
        });
        transitions.Start(function, published);
        return Shown(200, function, published);
    }

    public AwsResponse UpdateConfiguration(LambdaCall call)
    {
        var body = call.Body;
        var function = functions.Change(call.Function, current =>
        {
            VersionPublication.RequireReady(current, body.String("RevisionId"));
            var settings = SettingsReader.Update(current.Latest.Settings, body);
            if (body.Has("Role") || settings != current.Latest.Settings)
            {
                roleRules.Check(call.Request, settings);
            }
            return current with { Latest = current.Latest.AsUpdating(settings, time.GetUtcNow()) };
        });
        transitions.Start(function, null);
        return Shown(200, function, null);
    }

    public AwsResponse List(LambdaCall call)
    {
        bool everyVersion = call.Request.Http.Query("FunctionVersion") == "ALL";
        var all = functions.All().SelectMany(function => everyVersion
            ? function.Versions.Values.Prepend(function.Latest).Select(one => ConfigurationJson.Listed(one, $"{one.FunctionArn}:{one.Version}"))
            : [ConfigurationJson.Listed(function.Latest, function.Latest.FunctionArn)]).ToList();
        var (page, next) = call.Page(all, LargestPage);
        return JsonAnswer.Rest(200, new JsonObject { ["Functions"] = JsonAnswer.Array(page), ["NextMarker"] = next });
    }

    public AwsResponse Delete(LambdaCall call)
    {
        string? qualifier = call.Function.Qualifier;
        if (qualifier is null)
        {
            functions.Remove(call.Function);
            invoker.SetReservedConcurrency(call.Function.Name, null);
            _ = transitions.RetireAsync(call.Function.Name, null);
            return AwsResponse.Empty(204);
        }
        if (qualifier == FunctionReference.Latest)
        {
            throw LambdaErrors.InvalidParameter("$LATEST version cannot be deleted without deleting the function.");
        }
        functions.Change(call.Function, function => WithoutVersion(function, call.Function));
        _ = transitions.RetireAsync(call.Function.Name, qualifier);
        return AwsResponse.Empty(204);
    }

    private static LambdaFunction WithoutVersion(LambdaFunction function, FunctionReference reference)
    {
        string version = reference.Qualifier!;
        if (!int.TryParse(version, out int number) || !function.Versions.ContainsKey(number))
        {
            throw LambdaErrors.NoFunction(reference.RequestedArn);
        }
        var aliases = function.Aliases.Values.Where(alias => alias.Version == version).Select(alias => alias.Name).ToList();
        return aliases.Count == 0
            ? function with { Versions = function.Versions.Remove(number), EventInvokeConfigs = function.EventInvokeConfigs.Remove(version) }
            : throw LambdaErrors.Conflict($"Function version {version} is referenced by alias {string.Join(", ", aliases)}. "
                + "Delete the alias or point it to another version first.");
    }

    private LambdaFunction Published(LambdaFunction function, out int? number)
    {
        (var published, int version) = VersionPublication.Publish(function, null, pending: true, time.GetUtcNow());
        number = version;
        return published;
    }

    private static FunctionSettings WithCode(LambdaFunction function, JsonInput body, StoredPackage package) => function.Latest.Settings with
    {
        Package = package,
        Architecture = SettingsReader.Architecture(body) ?? function.Latest.Settings.Architecture,
    };

    private static Action<Stream> Zip(JsonInput code)
    {
        if (code.String("S3Bucket") is not null)
        {
            // What AWS answers for a bucket that is not there; this sandbox plays no S3.
            throw LambdaErrors.InvalidParameter(
                "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist");
        }
        return code.Has("ZipFile")
            ? target => code.CopyBytes("ZipFile", target)
            : throw LambdaErrors.InvalidParameter("Please provide a source for function code.");
    }

    private static AwsResponse Shown(int status, LambdaFunction function, int? version)
    {
        var latest = function.Latest;
        return JsonAnswer.Rest(status, version is { } number
            ? ConfigurationJson.Whole(function.Versions[number], $"{latest.FunctionArn}:{number}")
            : ConfigurationJson.Whole(latest, latest.FunctionArn));
    }

    private static string ShownArn(FunctionReference reference, FunctionConfiguration configuration) =>
        reference.Qualifier is { } qualifier ? $"{configuration.FunctionArn}:{qualifier}" : configuration.FunctionArn;
}
