using System.Text;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using TemporalLambda.Aws.Protocol;

namespace TemporalLambda.Aws.Lambda;

/// <summary>AWS Lambda, as far as a worker's deployment needs it. A function is named by name or ARN, a version by its number.</summary>
public sealed class LambdaClient : ServiceClient
{
    private const string Functions = "/2015-03-31/functions";
    private const string Function = Functions + "/{FunctionName}";

    private const string ConcurrencyPath = "/2017-10-31/functions/{FunctionName}/concurrency";

    private const string TagsPath = "/2017-03-31/tags/{Resource}";

    private const string AccountSettingsPath = "/2016-08-19/account-settings";

    private const string EventInvokePath = "/2019-09-25/functions/{FunctionName}/event-invoke-config";

    private static readonly LambdaJson Json = LambdaJson.Default;

    internal LambdaClient(AWSCredentials credentials, ServiceConfig config)
        : base(credentials, config)
    {
    }

    /// <summary>What the account may have at a time in this region.</summary>
    public Task<AccountSettings> GetAccountSettingsAsync(CancellationToken cancellationToken) =>
        SendAsync(new ServiceRequest("GetAccountSettings", "") { Method = "GET", Path = AccountSettingsPath }, Json.AccountSettings, cancellationToken);

    /// <summary>A function with tags, reserved concurrency and a link to its package.</summary>
    public Task<FunctionDescription> GetFunctionAsync(string functionName, string? qualifier, CancellationToken cancellationToken) =>
        SendAsync(On("GetFunction", "GET", Function, functionName, qualifier), Json.FunctionDescription, cancellationToken);

    /// <summary>A function's settings.</summary>
    public Task<FunctionConfiguration> GetFunctionConfigurationAsync(
        string functionName, string? qualifier, CancellationToken cancellationToken) =>
        SendAsync(
            On("GetFunctionConfiguration", "GET", Function + "/configuration", functionName, qualifier),
            Json.FunctionConfiguration,
            cancellationToken);

    /// <summary>Creates a function; it is not invocable before its state is Active.</summary>
    public Task<FunctionConfiguration> CreateFunctionAsync(CreateFunctionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ServiceRequest create = new("CreateFunction", request.FunctionName)
        {
            Path = Functions,
            Body = ServiceRequest.Json(request, Json.CreateFunctionRequest),
        };
        return SendAsync(create, Json.FunctionConfiguration, cancellationToken);
    }

    /// <summary>Replaces a function's code; the update goes on after the answer.</summary>
    public Task<FunctionConfiguration> UpdateFunctionCodeAsync(
        string functionName, UpdateFunctionCodeRequest request, CancellationToken cancellationToken)
    {
        byte[] body = ServiceRequest.Json(request, Json.UpdateFunctionCodeRequest);
        return SendAsync(
            On("UpdateFunctionCode", "PUT", Function + "/code", functionName, null, body),
            Json.FunctionConfiguration,
            cancellationToken);
    }

    /// <summary>Changes a function's settings; the update goes on after the answer.</summary>
    public Task<FunctionConfiguration> UpdateFunctionConfigurationAsync(
        string functionName, UpdateFunctionConfigurationRequest request, CancellationToken cancellationToken)
    {
        byte[] body = ServiceRequest.Json(request, Json.UpdateFunctionConfigurationRequest);
        return SendAsync(
            On("UpdateFunctionConfiguration", "PUT", Function + "/configuration", functionName, null, body),
            Json.FunctionConfiguration,
            cancellationToken);
    }

    /// <summary>Makes an immutable version of what <c>$LATEST</c> is.</summary>
    public Task<FunctionConfiguration> PublishVersionAsync(
        string functionName, PublishVersionRequest request, CancellationToken cancellationToken)
    {
        byte[] body = ServiceRequest.Json(request, Json.PublishVersionRequest);
        return SendAsync(
            On("PublishVersion", "POST", Function + "/versions", functionName, null, body),
            Json.FunctionConfiguration,
            cancellationToken);
    }

    /// <summary>All versions, oldest first as Lambda gives them, <c>$LATEST</c> among them.</summary>
    public Task<IReadOnlyList<FunctionConfiguration>> ListVersionsByFunctionAsync(
        string functionName, CancellationToken cancellationToken) => ListAsync(
        () => On("ListVersionsByFunction", "GET", Function + "/versions", functionName, null),
        Json.FunctionVersions,
        page => (page.Versions, page.NextMarker),
        cancellationToken);

    /// <summary>All aliases of a function.</summary>
    public Task<IReadOnlyList<FunctionAlias>> ListAliasesAsync(string functionName, CancellationToken cancellationToken) => ListAsync(
        () => On("ListAliases", "GET", Function + "/aliases", functionName, null),
        Json.FunctionAliases,
        page => (page.Aliases, page.NextMarker),
        cancellationToken);

    /// <summary>All functions of the region, as they are now.</summary>
    public Task<IReadOnlyList<FunctionConfiguration>> ListFunctionsAsync(CancellationToken cancellationToken) => ListAsync(
        () => new ServiceRequest("ListFunctions", "") { Method = "GET", Path = Functions },
        Json.FunctionList,
        page => (page.Functions, page.NextMarker),
        cancellationToken);

    /// <summary>The asynchronous invocation settings of one qualifier.</summary>
    public Task<EventInvokeConfig> GetFunctionEventInvokeConfigAsync(
        string functionName, string? qualifier, CancellationToken cancellationToken) =>
        SendAsync(
            On("GetFunctionEventInvokeConfig", "GET", EventInvokePath, functionName, qualifier), Json.EventInvokeConfig, cancellationToken);

    /// <summary>Replaces the asynchronous invocation settings of one qualifier.</summary>
    public Task<EventInvokeConfig> PutFunctionEventInvokeConfigAsync(
        string functionName, string? qualifier, EventInvokeConfig config, CancellationToken cancellationToken)
    {
        byte[] body = ServiceRequest.Json(config, Json.EventInvokeConfig);
        return SendAsync(
            On("PutFunctionEventInvokeConfig", "PUT", EventInvokePath, functionName, qualifier, body),
            Json.EventInvokeConfig,
            cancellationToken);
    }

    /// <summary>Keeps a share of the account's concurrency for a function, which is also the most it gets.</summary>
    public Task PutFunctionConcurrencyAsync(string functionName, int reserved, CancellationToken cancellationToken)
    {
        byte[] body = ServiceRequest.Json(new FunctionConcurrency(reserved), Json.FunctionConcurrency);
        return SendAsync(On("PutFunctionConcurrency", "PUT", ConcurrencyPath, functionName, null, body), cancellationToken);
    }

    /// <summary>Gives a function's share back to the account.</summary>
    public Task DeleteFunctionConcurrencyAsync(string functionName, CancellationToken cancellationToken) =>
        SendAsync(On("DeleteFunctionConcurrency", "DELETE", ConcurrencyPath, functionName, null), cancellationToken);

    /// <summary>Adds tags to a function, or changes their values.</summary>
    public Task TagResourceAsync(string functionArn, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        SendAsync(
            new ServiceRequest("TagResource", functionArn)
            {
                Path = TagsPath,
                Labels = { ["Resource"] = functionArn },
                Body = ServiceRequest.Json(new TagResourceRequest(tags), Json.TagResourceRequest),
            },
            cancellationToken);

    /// <summary>Removes tags from a function.</summary>
    public Task UntagResourceAsync(string functionArn, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        SendAsync(
            new ServiceRequest("UntagResource", functionArn)
            {
                Method = "DELETE",
                Path = TagsPath,
                Labels = { ["Resource"] = functionArn },
                Lists = { ["tagKeys"] = names },
            },
            cancellationToken);

    /// <summary>Runs a function: waits for its answer, or with <paramref name="asynchronous"/> only has it queued.</summary>
    public async Task<InvokeResult> InvokeAsync(
        string functionName,
        string? qualifier,
        ReadOnlyMemory<byte> payload,
        bool asynchronous,
        bool withLogTail,
        CancellationToken cancellationToken)
    {
        ServiceRequest request = On("Invoke", "POST", Functions + "/{FunctionName}/invocations", functionName, qualifier, payload.ToArray());
        request.Headers["X-Amz-Invocation-Type"] = asynchronous ? "Event" : "RequestResponse";
        request.Headers["Content-Type"] = "application/octet-stream";
        if (withLogTail && !asynchronous)
        {
            request.Headers["X-Amz-Log-Type"] = "Tail";
        }

        ServiceResponse answer = await SendAsync(request, cancellationToken);
        string? log = answer.Header("X-Amz-Log-Result");
        return new InvokeResult(
            (int)answer.HttpStatusCode,
            answer.Header("X-Amz-Function-Error"),
            answer.Header("X-Amz-Executed-Version"),
            log is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(log)),
            answer.Body);
    }

    /// <summary>Deletes a version, or without a qualifier the function with all of them.</summary>
    public Task DeleteFunctionAsync(string functionName, string? qualifier, CancellationToken cancellationToken) =>
        SendAsync(On("DeleteFunction", "DELETE", Function, functionName, qualifier), cancellationToken);

    private async Task<IReadOnlyList<TItem>> ListAsync<TPage, TItem>(
        Func<ServiceRequest> ask, JsonTypeInfo<TPage> type, Func<TPage, (IReadOnlyList<TItem> Items, string? NextMarker)> read, CancellationToken cancellationToken)
    {
        List<TItem> all = [];
        string? marker = null;
        do
        {
            ServiceRequest request = ask();
            request.Parameters["Marker"] = marker;
            (IReadOnlyList<TItem> items, marker) = read(await SendAsync(request, type, cancellationToken));
            all.AddRange(items);
        }
        while (!string.IsNullOrEmpty(marker));
        return all;
    }

    private static ServiceRequest On(
        string operation, string method, string path, string functionName, string? qualifier, byte[]? body = null) =>
        new(operation, qualifier is null ? functionName : $"{functionName}:{qualifier}")
        {
            Method = method,
            Path = path,
            Labels = { ["FunctionName"] = functionName },
            Parameters = { ["Qualifier"] = qualifier },
            Body = body,
        };

    private async Task<T> SendAsync<T>(ServiceRequest request, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        (await SendAsync(request, cancellationToken)).Json(answer);
}
