using TemporalLambda.Temporal.Tests.Fixtures;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal.Tests.Errors;

/// <summary>A row of the table: an answer of the server, and what people see of it.</summary>
/// <param name="Situation">When the server gives it.</param>
/// <param name="Provoke">Brings it about, by what the cmdlets call.</param>
/// <param name="Code">The status that the server gives; null where it gives none, because we look before.</param>
/// <param name="Words">What it says, as far as both servers say the same.</param>
/// <param name="ErrorId">The error's id.</param>
/// <param name="Category">Its category.</param>
/// <param name="Target">The object that it is about.</param>
/// <param name="Recommendation">How its recommendation begins.</param>
public sealed record ServerError(
    string Situation, Func<Situation, Task> Provoke, RpcException.StatusCode? Code, string Words, string ErrorId, FaultCategory Category,
    Func<Situation, string> Target, string Recommendation)
{
    /// <summary>Brings it about, and compares all of the row.</summary>
    public async Task CheckAsync(Situation at)
    {
        StageException error = await Assert.ThrowsAsync<StageException>(() => Provoke(at));
        RpcException? answer = error.InnerException as RpcException;
        Assert.True(
            (ErrorId, Category, Target(at), Code) == (error.ErrorId, error.Category, error.Target?.ToString(), answer?.Code),
            $"{error.ErrorId} {error.Category} of '{error.Target}': {error.Message} <- {answer?.Code} {answer?.Message}");
        Assert.Contains(Words, answer?.Message ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith(Recommendation, error.Recommendation, StringComparison.Ordinal);
    }
}
