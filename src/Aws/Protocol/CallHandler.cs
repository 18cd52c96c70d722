using System.Diagnostics;
using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace TemporalLambda.Aws.Protocol;

/// <summary>
/// One verbose line a call, and every failure as one of ours. Bodies and credentials are never reported.
/// </summary>
/// <param name="service">The service's name in reports and errors.</param>
/// <param name="reporter">Gets the lines.</param>
/// <param name="renewCommand">What renews expired credentials, where it is known.</param>
/// <param name="targetOf">What a request of an official client is about; never a secret.</param>
internal sealed class CallHandler(
    string service, IStageReporter reporter, string? renewCommand, Func<AmazonWebServiceRequest, string>? targetOf = null) : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        string operation = OperationOf(executionContext.RequestContext);
        string target = TargetOf(executionContext.RequestContext.OriginalRequest);
        long start = Stopwatch.GetTimestamp();
        try
        {
            T response = await base.InvokeAsync<T>(executionContext);
            Report(executionContext, operation, target, start, ((int)response.HttpStatusCode).ToString(CultureInfo.InvariantCulture));
            return response;
        }
        catch (OperationCanceledException) when (executionContext.RequestContext.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            Report(executionContext, operation, target, start, OutcomeOf(e));
            throw AwsFaults.From(e, service, operation, target, renewCommand);
        }
    }

    /// <summary>The name of the operation that a request asks for.</summary>
    public static string OperationOf(IRequestContext context) => context.OriginalRequest is ServiceRequest request
        ? request.Operation
        : context.RequestName.Replace("Request", "", StringComparison.Ordinal);

    private string TargetOf(AmazonWebServiceRequest request) => request is ServiceRequest own ? own.Target : targetOf?.Invoke(request) ?? "";

    private static string OutcomeOf(Exception e) => e is AmazonServiceException { ErrorCode.Length: > 0 } refused
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)refused.StatusCode} {refused.ErrorCode}")
        : e.GetType().Name;

    private void Report(IExecutionContext context, string operation, string target, long start, string outcome)
    {
        int retries = context.RequestContext.Retries;
        string again = retries == 0 ? "" : retries == 1 ? ", 1 retry" : $", {retries} retries";
        string subject = target.Length == 0 ? "" : " " + target;
        long took = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        reporter.Verbose(string.Create(CultureInfo.InvariantCulture, $"{service} {operation}{subject}: {outcome} in {took} ms{again}"));
    }
}
