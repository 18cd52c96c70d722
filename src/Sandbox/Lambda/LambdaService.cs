using TemporalLambda.Sandbox.Iam;
using TemporalLambda.Sandbox.Identity;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Lambda;

/// <summary>Lambda: which operations there are, by method and path.</summary>
internal sealed class LambdaService
{
    // AWS's limit of a whole request, which is that of a 50 MB zip in Base64 with something around it.
    private const int RequestLimit = 70167211;

    private readonly SandboxOptions _options;
    private readonly Authorizer _authorizer;
    private readonly FunctionStore _functions = new();
    private readonly FunctionOperations _function;
    private readonly VersionOperations _version;
    private readonly EventInvokeOperations _eventInvoke;
    private readonly ConcurrencyOperations _concurrency;
    private readonly TagOperations _tags;
    private readonly InvokeOperation _invoke;

    public LambdaService(
        SandboxOptions options, RoleStore roles, Authorizer authorizer, IFunctionInvoker invoker, SandboxLifetime lifetime, TimeProvider time)
    {
        (_options, _authorizer) = (options, authorizer);
        var packages = new PackageStore(options.DataFolder, _functions);
        Links = new PackageLinks(_functions, time);
        _function = new FunctionOperations(
            _functions, packages, new ExecutionRoleRules(roles, authorizer),
            new FunctionTransitions(_functions, packages, invoker, options, time), Links, invoker, time);
        _version = new VersionOperations(_functions, time);
        _eventInvoke = new EventInvokeOperations(_functions, time);
        _concurrency = new ConcurrencyOperations(_functions, invoker);
        _tags = new TagOperations(_functions);
        _invoke = new InvokeOperation(_functions, invoker, lifetime);
    }

    /// <summary>The links to packages, which are followed without a signature.</summary>
    public PackageLinks Links { get; }

    public Task<AwsResponse> HandleAsync(AwsRequest request)
    {
        if (request.Http.Body.Length > RequestLimit)
        {
            throw LambdaErrors.TooLarge($"Request must be smaller than {RequestLimit} bytes for the operation");
        }
        string[] path = request.Http.PathSegments();
        return (request.Http.Method, path) switch
        {
            ("POST", ["2015-03-31", "functions"]) => Run("CreateFunction", Created(request), _function.Create),
            ("GET", ["2015-03-31", "functions"]) => Run("ListFunctions", Unnamed(request), _function.List),
            ("GET", ["2015-03-31", "functions", var name]) => Run("GetFunction", Named(request, name), _function.Get),
            ("DELETE", ["2015-03-31", "functions", var name]) => Run("DeleteFunction", Named(request, name), _function.Delete),
            ("GET", ["2015-03-31", "functions", var name, "configuration"]) =>
                Run("GetFunctionConfiguration", Named(request, name), _function.GetConfiguration),
            ("PUT", ["2015-03-31", "functions", var name, "configuration"]) =>
                Run("UpdateFunctionConfiguration", Named(request, name), _function.UpdateConfiguration),
            ("PUT", ["2015-03-31", "functions", var name, "code"]) => Run("UpdateFunctionCode", Named(request, name), _function.UpdateCode),
            ("POST", ["2015-03-31", "functions", var name, "versions"]) => Run("PublishVersion", Named(request, name), _version.Publish),
            ("GET", ["2015-03-31", "functions", var name, "versions"]) => Run("ListVersionsByFunction", Named(request, name), _version.List),
            ("POST", ["2015-03-31", "functions", var name, "aliases"]) => Run("CreateAlias", Named(request, name), _version.CreateAlias),
            ("GET", ["2015-03-31", "functions", var name, "aliases"]) => Run("ListAliases", Named(request, name), _version.ListAliases),
            ("GET", ["2015-03-31", "functions", var name, "aliases", var alias]) =>
                Run("GetAlias", Named(request, name), call => _version.GetAlias(call, alias)),
            ("PUT", ["2015-03-31", "functions", var name, "aliases", var alias]) =>
                Run("UpdateAlias", Named(request, name), call => _version.UpdateAlias(call, alias)),
            ("DELETE", ["2015-03-31", "functions", var name, "aliases", var alias]) =>
                Run("DeleteAlias", Named(request, name), call => _version.DeleteAlias(call, alias)),
            ("POST", ["2015-03-31", "functions", var name, "invocations"]) => RunAsync("InvokeFunction", Named(request, name), _invoke.InvokeAsync),
            ("PUT", ["2017-10-31", "functions", var name, "concurrency"]) =>
                Run("PutFunctionConcurrency", Named(request, name), _concurrency.Put),
            ("DELETE", ["2017-10-31", "functions", var name, "concurrency"]) =>
                Run("DeleteFunctionConcurrency", Named(request, name), _concurrency.Delete),
            ("GET", ["2019-09-30", "functions", var name, "concurrency"]) =>
                Run("GetFunctionConcurrency", Named(request, name), _concurrency.Get),
            ("GET", ["2016-08-19", "account-settings"]) => Run("GetAccountSettings", Unnamed(request), _concurrency.AccountSettings),
            ("PUT", ["2019-09-25", "functions", var name, "event-invoke-config"]) =>
                Run("PutFunctionEventInvokeConfig", Named(request, name), _eventInvoke.Put),
            ("POST", ["2019-09-25", "functions", var name, "event-invoke-config"]) =>
                Run("UpdateFunctionEventInvokeConfig", Named(request, name), _eventInvoke.Update),
            ("GET", ["2019-09-25", "functions", var name, "event-invoke-config"]) =>
                Run("GetFunctionEventInvokeConfig", Named(request, name), _eventInvoke.Get),
            ("DELETE", ["2019-09-25", "functions", var name, "event-invoke-config"]) =>
                Run("DeleteFunctionEventInvokeConfig", Named(request, name), _eventInvoke.Delete),
            ("GET", ["2019-09-25", "functions", var name, "event-invoke-config", "list"]) =>
                Run("ListFunctionEventInvokeConfigs", Named(request, name), _eventInvoke.List),
            ("POST", ["2017-03-31", "tags", var arn]) => Run("TagResource", Named(request, arn), _tags.Tag),
            ("DELETE", ["2017-03-31", "tags", var arn]) => Run("UntagResource", Named(request, arn), _tags.Untag),
            ("GET", ["2017-03-31", "tags", var arn]) => Run("ListTags", Named(request, arn), _tags.List),
            _ => throw new AwsException(404, "UnknownOperationException",
                $"This sandbox does not play the operation {request.Http.Method} {request.Http.RawPath}."),
        };
    }

    private LambdaCall Named(AwsRequest request, string name) =>
        new(request, FunctionReference.Parse(name, request.Http.Query("Qualifier"), _options));

    private LambdaCall Created(AwsRequest request)
    {
        var body = JsonInput.Read(request.Http.Body);
        string name = body.String("FunctionName") ?? throw LambdaErrors.Violation("functionName", "null", "Member must not be null");
        return new LambdaCall(request, FunctionReference.Parse(name, null, _options) with { Qualifier = null }) { Body = body };
    }

    private static LambdaCall Unnamed(AwsRequest request) => new(request, new FunctionReference("*", "", null));

    private Task<AwsResponse> Run(string action, LambdaCall call, Func<LambdaCall, AwsResponse> operation) =>
        RunAsync(action, call, one => Task.FromResult(operation(one)));

    private Task<AwsResponse> RunAsync(string action, LambdaCall call, Func<LambdaCall, Task<AwsResponse>> operation)
    {
        var tags = _functions.Find(call.Function.Name)?.Tags.ToDictionary(tag => $"aws:ResourceTag/{tag.Key}", tag => new[] { tag.Value });
        _authorizer.Demand(call.Request, "lambda:" + action, call.Function.RequestedArn, tags);
        return operation(call);
    }
}
