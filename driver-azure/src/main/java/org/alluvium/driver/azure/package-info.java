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
 */
@NullMarked
package org.alluvium.driver.azure;

import org.jspecify.annotations.NullMarked;
