using System.Management.Automation;
using TemporalLambda.Aws;
using TemporalLambda.Aws.Logs;
using TemporalLambda.Cmdlets.Connection;
using TemporalLambda.Cmdlets.Logs;
using TemporalLambda.Cmdlets.Stages;

namespace TemporalLambda.Cmdlets.Commands;

/// <summary>Reads a worker's log in CloudWatch Logs, in Lambda's text format and in its JSON format.</summary>
/// <remarks>
/// <para>Each line is an object. The members of a JSON line are its Data, Lambda's reports have what was taken and billed there, and a line
/// that does not name its invocation gets the RequestId of the one that ran in its environment.</para>
/// <para>With -Follow it goes on with what comes until Ctrl+C, for every function that was piped in, and a log that is not there yet is
/// waited for.</para>
/// </remarks>
/// <example>
/// <code>Get-TemporalLambdaLog orders -Follow</code>
/// Shows the last hour and then what comes.
/// </example>
/// <example>
/// <code>$worker | Get-TemporalLambdaLog -Errors -Since 1d | Get-TemporalLambdaLog</code>
/// Finds the failures of a day, and for each the whole log of its invocation.
/// </example>
/// <example>
/// <code>Get-TemporalLambdaLog orders | Where-Object Kind -EQ Report | ForEach-Object { $_.Data.billedDurationMs }</code>
/// Lists what the invocations of the last hour were billed.
/// </example>
[Cmdlet(VerbsCommon.Get, "TemporalLambdaLog")]
[OutputType(typeof(LambdaLogEntry))]
public sealed class GetTemporalLambdaLogCommand : AwsCmdlet
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);
    private static readonly TimeSpan InvocationSpan = TimeSpan.FromDays(1);

    // An invocation takes 15 minutes at most.
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15);

    private readonly List<(string FunctionName, LogQuery Query)> _followed = [];
    private readonly HashSet<(string FunctionName, string RequestId)> _invocations = [];

    /// <summary>The function's name or ARN.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string? FunctionName { get; set; }

    /// <summary>The log group. Default: /aws/lambda/FunctionName, or the one that the function was told.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? LogGroupName { get; set; }

    /// <summary>
    /// The oldest line: how long ago as 90s, 10m, 2h, 7d or a TimeSpan, or a date. Default: an hour ago, with -RequestId a day ago.
    /// </summary>
    [Parameter]
    [SinceTransformation]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only the lines of one invocation.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? RequestId { get; set; }

    /// <summary>Only what tells of failures: levels ERROR and FATAL, crashes, time-outs, and reports of failed invocations.</summary>
    [Parameter]
    public SwitchParameter Errors { get; set; }

    /// <summary>Goes on with what comes until Ctrl+C.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessStageAsync(CancellationToken cancellationToken)
    {
        string name = Require(FunctionInput.NameOf(FunctionName, InputObject), nameof(FunctionName), "Publish-TemporalLambdaWorker");
        LambdaLogEntry? line = InputObject?.BaseObject as LambdaLogEntry;
        if (line is { RequestId: null })
        {
            // Of no invocation, so that it stands for itself.
            Pipeline.Write(line);
            return;
        }

        LogQuery query = new()
        {
            LogGroupName = LogGroupName is { Length: > 0 } group ? group : LambdaFunctionObject.LogGroupOf(InputObject) ?? FunctionLog.GroupOf(name),
            Since = Since ?? (line?.Timestamp - LongestInvocation) ?? DateTimeOffset.Now - (RequestId is { Length: > 0 } ? InvocationSpan : DefaultSpan),
            RequestId = RequestId is { Length: > 0 } ? RequestId : null,
            ErrorsOnly = Errors,
        };
        if (query.RequestId is not null && !_invocations.Add((name, query.RequestId)))
        {
            // Several lines of one invocation were piped in.
            return;
        }

        if (StageRecord.IsPlanned(InputObject))
        {
            Pipeline.Verbose($"'{name}' is only planned and has no log yet.");
        }
        else
        {
            AwsSession aws = await OpenAwsAsync(cancellationToken);
            bool known = LogGroupName is { Length: > 0 } || LambdaFunctionObject.LogGroupOf(InputObject) is not null;
            if (Follow)
            {
                _followed.Add((name, known ? query : query with { LogGroupName = await ToldGroupAsync(aws, name, cancellationToken) ?? query.LogGroupName }));
                return;
            }

            try
            {
                await WriteAsync(name, new FunctionLog(aws).ReadAsync(query, cancellationToken));
            }
            catch (StageException e) when (!known && e.ErrorId == AwsErrors.LogGroupNotFound(query.LogGroupName, null).ErrorId)
            {
                // Only now, as nearly every function has the group of its name, and reading a log does not need the right to read it.
                if (await ToldGroupAsync(aws, name, cancellationToken) is not { } told || told == query.LogGroupName)
                {
                    throw;
                }

                await WriteAsync(name, new FunctionLog(aws).ReadAsync(query with { LogGroupName = told }, cancellationToken));
            }
        }
    }

    private static async Task<string?> ToldGroupAsync(AwsSession aws, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await aws.Lambda.GetFunctionConfigurationAsync(name, null, cancellationToken)).LoggingConfig?.LogGroup is { Length: > 0 } group ? group : null;
        }
        catch (StageException e) when (e.Is(AwsFault.NotFound) || e.Is(AwsFault.AccessDenied))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_followed.Count == 0)
        {
            return;
        }

        // One that fails ends all: a log that silently stands still would be taken for a quiet function.
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        AwsSession aws = await OpenAwsAsync(cancellationToken);
        FunctionLog log = new(aws);
        List<Task> following = [.. _followed.Select(one => WriteAsync(one.FunctionName, log.FollowAsync(one.Query, ending.Token)))];
        Task first = await Task.WhenAny(following);
        await ending.CancelAsync();
        await Task.WhenAll(following).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await first;
    }

    private async Task WriteAsync(string functionName, IAsyncEnumerable<LogEntry> entries)
    {
        await foreach (LogEntry entry in entries)
        {
            Pipeline.Write(LambdaLogEntry.From(entry, functionName));
        }
    }
}
