using System.Globalization;
using System.Xml.Linq;
using Amazon.Runtime;
using TemporalLambda.Aws.Protocol;

namespace TemporalLambda.Aws.Iam;

/// <summary>AWS Identity and Access Management, as far as execution and invocation roles need it.</summary>
public sealed class IamClient : ServiceClient
{
    internal IamClient(AWSCredentials credentials, ServiceConfig config)
        : base(credentials, config)
    {
    }

    /// <summary>A role with its trust policy and tags.</summary>
    public async Task<Role> GetRoleAsync(string roleName, CancellationToken cancellationToken) =>
        Role.From((await SendAsync(On("GetRole", roleName), cancellationToken)).Result.Element("Role")!);

    /// <summary>Creates a role. It takes seconds until it can be assumed everywhere.</summary>
    public async Task<Role> CreateRoleAsync(CreateRoleRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ServiceRequest create = On("CreateRole", request.RoleName);
        create.Parameters["AssumeRolePolicyDocument"] = request.AssumeRolePolicyDocument;
        create.Parameters["Description"] = request.Description;
        create.Parameters["Path"] = request.Path;
        create.Parameters["PermissionsBoundary"] = request.PermissionsBoundary;
        AddTags(create, request.Tags);
        return Role.From((await SendAsync(create, cancellationToken)).Result.Element("Role")!);
    }

    /// <summary>Replaces a role's trust policy.</summary>
    public Task UpdateAssumeRolePolicyAsync(string roleName, string policyDocument, CancellationToken cancellationToken)
    {
        ServiceRequest request = On("UpdateAssumeRolePolicy", roleName);
        request.Parameters["PolicyDocument"] = policyDocument;
        return SendAsync(request, cancellationToken);
    }

    /// <summary>Bounds what a role may do.</summary>
    public Task PutRolePermissionsBoundaryAsync(string roleName, string policyArn, CancellationToken cancellationToken)
    {
        ServiceRequest request = On("PutRolePermissionsBoundary", roleName);
        request.Parameters["PermissionsBoundary"] = policyArn;
        return SendAsync(request, cancellationToken);
    }

    /// <summary>What a role's policies and its boundary say of some actions on some resources, as IAM's policy simulator judges them.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="actions">The actions, for example <c>lambda:InvokeFunction</c>.</param>
    /// <param name="resources">ARNs; none for any resource.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<IReadOnlyList<SimulatedAction>> SimulatePrincipalPolicyAsync(
        string roleArn, IReadOnlyList<string> actions, IReadOnlyList<string> resources, CancellationToken cancellationToken) =>
        SimulatePrincipalPolicyAsync(roleArn, actions, resources, new Dictionary<string, string>(), cancellationToken);

    /// <summary>The same for requests of which conditions ask more.</summary>
    /// <param name="roleArn">The role.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="resources">ARNs; none for any resource.</param>
    /// <param name="context">Condition keys, for example <c>kms:ViaService</c>, with the value that the requests have.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<SimulatedAction>> SimulatePrincipalPolicyAsync(
        string roleArn,
        IReadOnlyList<string> actions,
        IReadOnlyList<string> resources,
        IReadOnlyDictionary<string, string> context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ServiceRequest request = new("SimulatePrincipalPolicy", roleArn) { Parameters = { ["PolicySourceArn"] = roleArn } };
        AddMembers(request, "ActionNames", actions);
        AddMembers(request, "ResourceArns", resources);
        int number = 0;
        foreach ((string key, string value) in context.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            string entry = string.Create(CultureInfo.InvariantCulture, $"ContextEntries.member.{++number}.");
            request.Parameters[entry + "ContextKeyName"] = key;
            request.Parameters[entry + "ContextKeyType"] = "string";
            request.Parameters[entry + "ContextKeyValues.member.1"] = value;
        }

        XElement results = (await SendAsync(request, cancellationToken)).Result;
        return [.. (results.Element("EvaluationResults")?.Elements("member") ?? []).Select(SimulatedAction.From)];
    }

    /// <summary>Removes tags from a role.</summary>
    public Task UntagRoleAsync(string roleName, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        ServiceRequest request = On("UntagRole", roleName);
        AddMembers(request, "TagKeys", names);
        return SendAsync(request, cancellationToken);
    }

    /// <summary>Adds tags to a role, or changes their values.</summary>
    public Task TagRoleAsync(string roleName, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        ServiceRequest request = On("TagRole", roleName);
        AddTags(request, tags);
        return SendAsync(request, cancellationToken);
    }

    /// <summary>Deletes a role that has no policies any more.</summary>
    public Task DeleteRoleAsync(string roleName, CancellationToken cancellationToken) =>
        SendAsync(On("DeleteRole", roleName), cancellationToken);

    /// <summary>An inline policy's document, as JSON.</summary>
    public async Task<string> GetRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken)
    {
        ServiceResponse answer = await SendAsync(OnPolicy("GetRolePolicy", roleName, policyName), cancellationToken);
        return Uri.UnescapeDataString((string)answer.Result.Element("PolicyDocument")!);
    }

    /// <summary>Creates or replaces an inline policy.</summary>
    public Task PutRolePolicyAsync(string roleName, string policyName, string policyDocument, CancellationToken cancellationToken)
    {
        ServiceRequest request = OnPolicy("PutRolePolicy", roleName, policyName);
        request.Parameters["PolicyDocument"] = policyDocument;
        return SendAsync(request, cancellationToken);
    }

    /// <summary>Deletes an inline policy.</summary>
    public Task DeleteRolePolicyAsync(string roleName, string policyName, CancellationToken cancellationToken) =>
        SendAsync(OnPolicy("DeleteRolePolicy", roleName, policyName), cancellationToken);

    /// <summary>The names of a role's inline policies.</summary>
    public Task<IReadOnlyList<string>> ListRolePoliciesAsync(string roleName, CancellationToken cancellationToken) =>
        ListAsync("ListRolePolicies", roleName, "PolicyNames", member => member.Value, cancellationToken);

    /// <summary>The ARNs of a role's managed policies.</summary>
    public Task<IReadOnlyList<string>> ListAttachedRolePoliciesAsync(string roleName, CancellationToken cancellationToken) =>
        ListAsync("ListAttachedRolePolicies", roleName, "AttachedPolicies", m => (string)m.Element("PolicyArn")!, cancellationToken);

    /// <summary>Attaches a managed policy.</summary>
    public Task AttachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        SendAsync(OnManagedPolicy("AttachRolePolicy", roleName, policyArn), cancellationToken);

    /// <summary>Detaches a managed policy.</summary>
    public Task DetachRolePolicyAsync(string roleName, string policyArn, CancellationToken cancellationToken) =>
        SendAsync(OnManagedPolicy("DetachRolePolicy", roleName, policyArn), cancellationToken);

    private static ServiceRequest On(string operation, string roleName) => new(operation, roleName) { Parameters = { ["RoleName"] = roleName } };

    private static ServiceRequest OnPolicy(string operation, string roleName, string policyName) =>
        new(operation, $"{roleName}/{policyName}") { Parameters = { ["RoleName"] = roleName, ["PolicyName"] = policyName } };

    private static ServiceRequest OnManagedPolicy(string operation, string roleName, string policyArn) =>
        new(operation, roleName) { Parameters = { ["RoleName"] = roleName, ["PolicyArn"] = policyArn } };

    private static void AddMembers(ServiceRequest request, string list, IReadOnlyList<string> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            request.Parameters[string.Create(CultureInfo.InvariantCulture, $"{list}.member.{i + 1}")] = values[i];
        }
    }

    private static void AddTags(ServiceRequest request, IReadOnlyDictionary<string, string> tags)
    {
        int number = 0;
        foreach ((string key, string value) in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            number++;
            request.Parameters[string.Create(CultureInfo.InvariantCulture, $"Tags.member.{number}.Key")] = key;
            request.Parameters[string.Create(CultureInfo.InvariantCulture, $"Tags.member.{number}.Value")] = value;
        }
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string operation, string roleName, string list, Func<XElement, T> read, CancellationToken cancellationToken)
    {
        List<T> all = [];
        string? marker = null;
        do
        {
            ServiceRequest request = On(operation, roleName);
            request.Parameters["Marker"] = marker;
            XElement page = (await SendAsync(request, cancellationToken)).Result;
            all.AddRange((page.Element(list)?.Elements("member") ?? []).Select(read));
            marker = (string?)page.Element("IsTruncated") == "true" ? (string?)page.Element("Marker") : null;
        }
        while (marker is not null);
        return all;
    }
}
