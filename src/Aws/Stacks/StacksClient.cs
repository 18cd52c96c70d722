using System.Globalization;
using System.Xml.Linq;
using Amazon.Runtime;
using TemporalLambda.Aws.Protocol;

namespace TemporalLambda.Aws.Stacks;

/// <summary>AWS CloudFormation, as far as the invocation role's stack needs it.</summary>
public sealed class StacksClient : ServiceClient
{
    internal StacksClient(AWSCredentials credentials, ServiceConfig config)
        : base(credentials, config)
    {
    }

    /// <summary>A stack by name or id, or null where there is none.</summary>
    public async Task<Stack?> DescribeStacksAsync(string stackName, CancellationToken cancellationToken)
    {
        try
        {
            XElement answer = (await SendAsync(On("DescribeStacks", stackName), cancellationToken)).Result;
            return answer.Element("Stacks")?.Elements("member").Select(Stack.From).FirstOrDefault();
        }
        catch (StageException e) when (e.Is(AwsFault.Invalid) && e.AwsMessage().Contains("does not exist", StringComparison.OrdinalIgnoreCase))
        {
            // CloudFormation has no error code for it.
            return null;
        }
    }

    /// <summary>Begins to create a stack.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateStackAsync(StackRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (string)(await SendAsync(Write("CreateStack", request), cancellationToken)).Result.Element("StackId")!;
    }

    /// <summary>Begins to update a stack.</summary>
    /// <returns>Whether anything is to be done.</returns>
    public async Task<bool> UpdateStackAsync(StackRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            await SendAsync(Write("UpdateStack", request), cancellationToken);
            return true;
        }
        catch (StageException e) when (e.Is(AwsFault.Invalid) && e.AwsMessage().Contains("No updates are to be performed", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
    }

    /// <summary>Begins to delete a stack with all of its resources.</summary>
    public Task DeleteStackAsync(string stackName, string clientRequestToken, CancellationToken cancellationToken)
    {
        ServiceRequest request = On("DeleteStack", stackName);
        request.Parameters["ClientRequestToken"] = clientRequestToken;
        return SendAsync(request, cancellationToken);
    }

    /// <summary>A page of a stack's events, newest first, and the token of the next one.</summary>
    public async Task<(IReadOnlyList<StackEvent> Events, string? NextToken)> DescribeStackEventsAsync(
        string stackName, string? nextToken, CancellationToken cancellationToken)
    {
        ServiceRequest request = On("DescribeStackEvents", stackName);
        request.Parameters["NextToken"] = nextToken;
        XElement answer = (await SendAsync(request, cancellationToken)).Result;
        return ([.. (answer.Element("StackEvents")?.Elements("member") ?? []).Select(StackEvent.From)], (string?)answer.Element("NextToken"));
    }

    private static ServiceRequest On(string operation, string stackName) => new(operation, stackName) { Parameters = { ["StackName"] = stackName } };

    private static ServiceRequest Write(string operation, StackRequest stack)
    {
        ServiceRequest request = On(operation, stack.StackName);
        request.Parameters["TemplateBody"] = stack.TemplateBody;
        request.Parameters["UsePreviousTemplate"] = stack.TemplateBody is null ? "true" : null;
        request.Parameters["ClientRequestToken"] = stack.ClientRequestToken;

        // The role has a name.
        request.Parameters["Capabilities.member.1"] = "CAPABILITY_NAMED_IAM";
        int number = 0;
        foreach ((string key, string? value) in stack.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            string member = string.Create(CultureInfo.InvariantCulture, $"Parameters.member.{++number}.");
            request.Parameters[member + "ParameterKey"] = key;
            request.Parameters[member + "ParameterValue"] = value;
            request.Parameters[member + "UsePreviousValue"] = value is null ? "true" : null;
        }

        number = 0;
        foreach ((string key, string value) in stack.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            string member = string.Create(CultureInfo.InvariantCulture, $"Tags.member.{++number}.");
            request.Parameters[member + "Key"] = key;
            request.Parameters[member + "Value"] = value;
        }

        return request;
    }
}
