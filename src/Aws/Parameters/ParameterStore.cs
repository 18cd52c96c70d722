using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace TemporalLambda.Aws.Parameters;

/// <summary>Reads and writes the parameter of a worker's API key.</summary>
internal sealed class ParameterStore(ParametersClient parameters, IStageReporter reporter)
{
    private const string AccountsOwnKey = "alias/aws/ssm";

    /// <summary>The plain text of a key, for the one request that carries it.</summary>
    public static string Reveal(SecureString key) => new NetworkCredential("", key).Password;

    /// <summary>What is there, compared with a key.</summary>
    public async Task<ParameterState> ReadAsync(string name, SecureString? key, CancellationToken cancellationToken)
    {
        Task<bool> holds = HoldsAsync(name, key, cancellationToken);
        DescribeParametersResponse described = await parameters.DescribeParametersAsync(
            new DescribeParametersRequest { ParameterFilters = [new ParameterStringFilter { Key = "Name", Option = "Equals", Values = [name] }] },
            cancellationToken);
        ParameterMetadata? found = described.Parameters?.FirstOrDefault(parameter => parameter.Name == name);
        string? keyId = string.IsNullOrEmpty(found?.KeyId) || found.KeyId == AccountsOwnKey ? null : found.KeyId;
        return new ParameterState(name, found is not null, await holds, keyId);
    }

    /// <summary>Does a plan. A parameter that appeared meanwhile is taken where it holds the same key, and else gets another version.</summary>
    public async Task ApplyAsync(ApiKeyPlan plan, SecureString key, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        PutParameterRequest request = new()
        {
            Name = plan.Name, Type = ParameterType.SecureString, Value = Reveal(key), KeyId = plan.KeyId, Overwrite = !plan.Create,
        };
        if (plan.Create)
        {
            request.Tags = [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];
            request.Description = "The API key that a Temporal worker connects with";
        }

        try
        {
            await parameters.PutParameterAsync(request, cancellationToken);
        }
        catch (StageException e) when (plan.Create && e.Is(AwsFault.Conflict))
        {
            // Another run was faster, or the answer to our own request was lost and the SDK sent it again.
            if (!await HoldsAsync(plan.Name!, key, cancellationToken))
            {
                await ApplyAsync(plan with { Create = false }, key, tags, cancellationToken);
            }
        }
    }

    private async Task<bool> HoldsAsync(string name, SecureString? key, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return false;
        }

        try
        {
            GetParameterResponse? found = await parameters.GetParameterAsync(
                new GetParameterRequest { Name = name, WithDecryption = true }, cancellationToken).OrNull();
            return found is not null && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(found.Parameter.Value), Encoding.UTF8.GetBytes(Reveal(key)));
        }
        catch (StageException e) when (e.Is(AwsFault.AccessDenied))
        {
            reporter.Verbose($"Whether the parameter '{name}' holds the key already can not be seen: {e.Message}");
            return false;
        }
    }
}
