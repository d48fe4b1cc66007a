/**
 * Microsoft Azure: blob storage, and what Azure Resource Manager (ARM) offers.
 *
 * <p>{@link org.alluvium.driver.azure.AzureDriver} is the component. It turns the provider into an {@link
 * org.alluvium.driver.azure.AzurePlace} and the credentials into an {@link org.alluvium.driver.azure.AzureIdentity}, whose
 * kind decides what the {@link org.alluvium.driver.azure.AzureCloud} offers: an account's key opens buckets, a service
 * principal opens the rest. Every request to Azure goes through {@link org.alluvium.driver.azure.AzureCalls}, which bounds,
 * counts and repeats it and translates its failure; how a request proves who sends it, and how an error document looks, is
 * told by an {@link org.alluvium.driver.azure.AzureService}. The connections of all callers are those of one {@link
 * org.alluvium.driver.azure.AzureHttp}; it holds no credentials, they travel with the request.
 *
 * <h2>Azure Resource Manager</h2>
 *
 * <p>{@link org.alluvium.driver.azure.AzureArm} is one service principal's ARM: its token and its subscription (both
 * remembered in an {@link org.alluvium.driver.azure.AzureSession}, which is found by a keyed hash of the credentials), the
 * api-version of each call ({@link org.alluvium.driver.azure.AzureApi}), pages, and operations that last. A change answers
 * with an {@link org.alluvium.driver.azure.AzureOperation} as soon as Azure has accepted it; {@code await} is for what
 * another step needs at once. {@link org.alluvium.driver.azure.AzureResources} has the calls that every {@link
 * org.alluvium.driver.azure.AzureType} of resource knows: list, find, put, patch, act, delete.
 *
 * <p>An id of the API is {@code GROUP:NAME} ({@link org.alluvium.driver.azure.AzureId}), in lower case; a bare name lies in
 * the default resource group, which is made with the first thing in it. Realms are {@code LOCATION} and {@code
 * LOCATION:ZONE}. A provider {@code CLOUD;LOCATION} restricts lists to the location.
 *
 * <h2>A new collection</h2>
 *
 * <ol>
 *   <li>Its types in {@code AzureType}, if they are not there.
 *   <li>A class that takes an {@code AzureArm} and implements the capability, on {@code AzureResources}. ARM's DELETE does
 *       not say when there was nothing: ask with {@code require} first.
 *   <li>A line in each of the two lists of {@link org.alluvium.driver.azure.AzureOffer}, and its features there.
 *   <li>In the tests, a {@code FakeType} for each type, written from Microsoft's REST reference, and a line in {@code
 *       FakeTypes}; what is no resource is a {@code FakeArm.Route}.
 * </ol>
 */
@NullMarked
package org.alluvium.driver.azure;

import org.jspecify.annotations.NullMarked;
