using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace TemporalLambda.Aws.Protocol;

/// <summary>What the settings of each of our clients carry, thin or the SDK's own.</summary>
internal interface IReportingConfig
{
    /// <summary>Gets a line for each call, and the progress of waits.</summary>
    IStageReporter Reporter { get; }

    /// <summary>The clock of the waits.</summary>
    TimeProvider Time { get; }

    /// <summary>What renews expired credentials, where it is known.</summary>
    string? RenewCommand { get; }
}

/// <summary>What the pipelines of all clients have in common.</summary>
internal static class ClientPipeline
{
    /// <summary>Puts our reporting, our errors and our patience around a client's calls.</summary>
    /// <param name="pipeline">The client's pipeline.</param>
    /// <param name="service">The service's name in reports and errors.</param>
    /// <param name="config">The client's settings.</param>
    /// <param name="targetOf">What a request of an official client is about; never a secret.</param>
    public static void Report(
        this RuntimePipeline pipeline, string service, IReportingConfig config, Func<AmazonWebServiceRequest, string>? targetOf = null)
    {
        pipeline.AddHandler(new CallHandler(service, config.Reporter, config.RenewCommand, targetOf));
        pipeline.AddHandler(new ThrottleHandler(service, config.Reporter, config.Time));
    }
}
